# syntax=docker/dockerfile:1
# One image, three processes: `serve` (default), `worker`, `pusher`. See compose.yaml.

FROM python:3.11-slim-bookworm AS build
COPY --from=ghcr.io/astral-sh/uv:0.13.9 /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app

# The locked dependencies change seldom: their own layer.
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev --no-install-project

COPY content_models content_models
COPY aggregators aggregators
COPY push push
COPY graphql graphql
COPY server server
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev --no-editable

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --create-home zhengwu
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ZHENGWU_HOST=0.0.0.0 \
    ZHENGWU_PORT=8000 \
    ZHENGWU_DATA_DIR=/data \
    ZHENGWU_LOG_JSON=true
USER zhengwu
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["zhengwu"]
CMD ["serve"]
