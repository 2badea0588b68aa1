# Two stages: the first fetches packages and prepares the static files, the second holds only what runs, as nobody special.
ARG PYTHON_VERSION=3.13

FROM python:${PYTHON_VERSION}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
ARG REQUIREMENTS=requirements.txt
COPY requirements*.txt ./
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r "$REQUIREMENTS"
COPY . ./
# No secret is needed or kept: without DATABASE_URL the settings make what they need in VAR_DIR, and it goes away here.
RUN VAR_DIR=/tmp/build /venv/bin/python -m config.prepare static \
    && rm -rf /tmp/build \
    && /venv/bin/python -m compileall -q /app

FROM python:${PYTHON_VERSION}-slim
RUN useradd --system --uid 10001 --user-group --no-create-home rebound \
    && install -d -o rebound -g rebound -m 700 /var/lib/rebound /var/lib/rebound/documents
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 VAR_DIR=/var/lib/rebound HOST=0.0.0.0 PORT=8000
USER rebound
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
