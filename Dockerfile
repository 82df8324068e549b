# The advisor without its index: the page, the commands, and `chroma run` for the index's server.
FROM python:3.11-slim

# An index of wheels to be asked first, such as PyTorch's for the CPU; see README.md.
ARG PIP_EXTRA_INDEX_URL=""

WORKDIR /advisor
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY advisor advisor
COPY corpus corpus
RUN pip install --no-cache-dir --no-input --constraint constraints.txt . \
    && rm -rf advisor corpus build ./*.egg-info \
    && useradd --create-home advisor \
    && install --directory --owner advisor /data
COPY app.py ingest.py ./

USER advisor
ENV ADVISOR_HOST=0.0.0.0 \
    ADVISOR_CORPUS=corpus \
    ADVISOR_DATABASE_URL=sqlite:////data/feedback.sqlite3
EXPOSE 7860
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/readyz')"]
CMD ["python", "app.py"]
