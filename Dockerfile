# syntax=docker/dockerfile:1

# The playground, which is the same for every platform.
FROM --platform=$BUILDPLATFORM node:22-slim AS playground
WORKDIR /playground
# First what is seldom changed: the packages stay in a layer of their own.
COPY playground/package.json playground/package-lock.json playground/.npmrc ./
RUN npm ci
COPY playground/ ./
RUN npm run build

# The same Debian release for building and running: the binary is linked to the builder's C library.
FROM rust:1.95-slim-bookworm AS builder
WORKDIR /src
# SQLite and the cryptography are compiled from C; usually gcc is in the image already.
RUN command -v gcc >/dev/null \
    || { apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*; }
COPY . .
COPY --from=playground /playground/dist playground/dist
# The caches are no part of the layer, so the binary has to be copied out. The empty directory gives the volume its owner.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target,sharing=locked \
    cargo build --locked --profile dist --bin tribune \
    && mkdir -p /out/data \
    && cp target/dist/tribune /out/tribune

# The C library, the certificate authorities and a user; no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=builder /out/tribune /usr/local/bin/tribune
COPY --from=builder --chown=nonroot:nonroot /out/data /var/lib/tribune
WORKDIR /var/lib/tribune

# In production there is one more, which no image can bring: TRIBUNE_SECRET_KEY, from `openssl rand -base64 32`.
# Without DATABASE_URL the data is a SQLite file in the data directory.
ENV TRIBUNE_ENV=production \
    TRIBUNE_LISTEN=0.0.0.0:8080 \
    TRIBUNE_DATA_DIR=/var/lib/tribune

VOLUME /var/lib/tribune
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/usr/local/bin/tribune", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/tribune"]
CMD ["serve"]
