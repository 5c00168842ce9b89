# The dialogue engine in its own environment. The model is trained while the image is built, so that a start only loads it.
FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ libc6-dev && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir uv && uv venv -q --python python3.11 /app/bot/.venv
ENV UV_LINK_MODE=copy
WORKDIR /app/bot
# pyproject.toml holds the overrides that let Rasa 3.6 stand on Python 3.11.
COPY bot/pyproject.toml bot/requirements.lock ./
RUN uv pip sync -q --no-cache --require-hashes --python .venv/bin/python requirements.lock
COPY bot ./
COPY nlu_data/entities /app/nlu_data/entities
COPY nlu_data/train /app/nlu_data/train
COPY knowledge/encoder/artifact /app/knowledge/encoder/artifact
COPY docker/http_health.py /app/docker/
WORKDIR /app
RUN OMP_NUM_THREADS=2 bot/.venv/bin/python bot/train.py && rm -rf bot/.rasa

FROM python:3.11-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin dalil
COPY --from=build /app /app
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib
WORKDIR /app
USER 10001:10001
CMD ["bot/.venv/bin/python", "bot/run.py"]
