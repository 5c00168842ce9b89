# Gateway, worker, staff site and migration: one image, four commands of `dalil`.
FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ libc6-dev && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir uv && uv venv -q --python python3.11 /opt/dalil
ENV UV_LINK_MODE=copy
WORKDIR /app
# The locked libraries first: this layer changes only with the lock.
COPY requirements.lock ./
RUN uv pip sync -q --no-cache --require-hashes --python /opt/dalil/bin/python requirements.lock
COPY pyproject.toml README.md ./
COPY dalil dalil
COPY knowledge knowledge
COPY connectors connectors
COPY staff staff
COPY nlu_data/entities nlu_data/entities
COPY docker/http_health.py docker/worker_health.py docker/
RUN uv pip install -q --no-cache --no-deps --no-build-isolation --python /opt/dalil/bin/python -e . \
    && STAFF_STATIC_ROOT=/app/static DJANGO_SETTINGS_MODULE=dalil.django_settings /opt/dalil/bin/django-admin collectstatic --noinput -v0 \
    && /opt/dalil/bin/python -m compileall -q dalil knowledge connectors staff

FROM python:3.11-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin dalil \
    && mkdir -p /var/lib/dalil/media && mkdir -m 700 /var/lib/dalil/vault && chown -R 10001:10001 /var/lib/dalil
COPY --from=build /opt/dalil /opt/dalil
COPY --from=build /app /app
ENV PATH=/opt/dalil/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    HOME=/tmp \
    STAFF_STATIC_ROOT=/app/static
WORKDIR /app
USER 10001:10001
CMD ["dalil", "--help"]
