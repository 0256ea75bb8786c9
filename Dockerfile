# Three stages build, the fourth runs: browser parts, wheel, environment, image. Everything downloaded is checked against a hash.

FROM node:24-bookworm-slim AS browser-parts
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error

FROM python:3.11-slim-bookworm AS wheel
WORKDIR /build
COPY requirements-dev.txt ./
# Of the locked development tools only the one that builds wheels, and what it needs.
RUN awk '/^[a-z]/ { wanted = /^(hatchling|packaging|pathspec|pluggy|tomlkit|trove-classifiers)==/ } wanted' requirements-dev.txt > build.txt \
    && pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore --require-hashes --requirement build.txt
COPY . .
COPY --from=browser-parts /build/node_modules node_modules
RUN PYTHONPATH=src python -m escalations.platform.assets && python -m hatchling build --target wheel --directory /dist

FROM python:3.11-slim-bookworm AS environment
# requirements-traces.txt brings OpenTelemetry, too.
ARG REQUIREMENTS=requirements.txt
COPY requirements.txt requirements-traces.txt ./
RUN python -m venv --without-pip /opt/escalations \
    && pip --python /opt/escalations install --no-cache-dir --disable-pip-version-check --require-hashes --requirement "$REQUIREMENTS"
COPY --from=wheel /dist /dist
RUN pip --python /opt/escalations install --no-cache-dir --disable-pip-version-check --no-deps /dist/*.whl

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 escalations \
    && useradd --system --uid 10001 --gid escalations --no-create-home --home-dir /tmp --shell /usr/sbin/nologin escalations
COPY --from=environment /opt/escalations /opt/escalations
ENV PATH=/opt/escalations/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONWARNINGS=ignore:XDG_RUNTIME_DIR \
    ESCALATIONS_ENV=production \
    ESCALATIONS_HOST=0.0.0.0
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["escalations"]
CMD ["web"]
