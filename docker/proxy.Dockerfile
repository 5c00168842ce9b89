# Caddy without privileges: high ports inside, 80 and 443 published, and no file capability that `cap_drop` would trip over.
FROM caddy:2-alpine
RUN cp /usr/bin/caddy /usr/bin/caddy.plain && mv /usr/bin/caddy.plain /usr/bin/caddy && chown -R 10001:10001 /data /config
COPY docker/Caddyfile /etc/caddy/Caddyfile
USER 10001:10001
