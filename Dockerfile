# One image per app, each with nothing but a Java runtime, its jars and PyTorch: no shell, no package manager, nobody's root.
#
#   docker build --target dispatcher -t leaven-dispatcher .     or docker compose build for all
#
# BUILD_IMAGE has Maven and a JDK, RUN_IMAGE a JRE 17 with libstdc++ and libgomp. DIST_IMAGE is where /dist comes from: built here
# by default, or an image that holds what containers/assemble laid out elsewhere.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG RUN_IMAGE=gcr.io/distroless/java17-debian12:nonroot
ARG DIST_IMAGE=build

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode --quiet -Pfast -DskipTests package && containers/assemble /dist

FROM ${DIST_IMAGE} AS dist

FROM ${RUN_IMAGE} AS runtime
COPY --from=dist --chown=65532:65532 /dist/state /var/lib/leaven
COPY --from=dist /dist/probe /opt/leaven/probe
USER 65532:65532
WORKDIR /var/lib/leaven

# Apicurio's schema registry, by Confluent's API; it keeps schemas in /var/lib/leaven.
FROM runtime AS registry
COPY --from=dist /dist/registry /opt/registry
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=8080 REGISTRY_DATASOURCE_URL=jdbc:h2:file:/var/lib/leaven/schemas
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "/opt/leaven/probe", "io.leaven.app.operations.HealthProbe", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["java", "-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.home=/tmp", "-jar", "/opt/registry/registry.jar"]

FROM runtime AS jars
COPY --from=dist /dist/engine /opt/leaven/engine
COPY --from=dist /dist/libraries /opt/leaven
COPY --from=dist /dist/leaven /opt/leaven
ENV ENGINE_CACHE_DIR=/opt/leaven/engine LEAVEN_OPERATIONS_PORT=9400 LEAVEN_OPERATIONS_HOST=0.0.0.0

# The classes that processes load, in an archive (JEP 350): they are ready after little more than half the processor time. Trained by
# the whole loop, small, as in ClassArchive. An archive fits one JVM and these very jars, so it is made here; and one of the JDK's
# own classes with it, since a RUN_IMAGE may have none.
FROM jars AS training
COPY --from=dist /dist/registry /opt/registry
COPY --from=dist /dist/registry/registry.jar /opt/registry/registry-runner.jar
RUN ["java", "-Xshare:dump", "-XX:SharedArchiveFile=/tmp/jdk.jsa"]
RUN ["java", "@/opt/leaven/jvm.options", "-Dleaven.registry.home=/opt/registry", "-XX:SharedArchiveFile=/tmp/jdk.jsa", "-XX:ArchiveClassesAtExit=/tmp/leaven.jsa", "-Xlog:cds=error", "-jar", "/opt/leaven/leaven.jar", "demo", "--once", "--customers", "20", "--steps", "5", "--report", "/tmp/report"]

FROM jars AS archived
COPY --from=training /tmp/jdk.jsa /tmp/leaven.jsa /opt/leaven/

FROM archived AS app
ENV LEAVEN_LOG_LEVEL=info
EXPOSE 9400
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "/opt/leaven/probe", "io.leaven.app.operations.HealthProbe", "http://127.0.0.1:9400/ready"]

FROM app AS enricher
ENV LEAVEN_ENRICHER_STATE_DIR=/var/lib/leaven
ENTRYPOINT ["java", "@/opt/leaven/jvm.options", "-jar", "/opt/leaven/leaven.jar", "enrich"]

FROM app AS trainer
ENV LEAVEN_TRAINER_STATE_DIR=/var/lib/leaven
ENTRYPOINT ["java", "@/opt/leaven/jvm.options", "-jar", "/opt/leaven/leaven.jar", "train"]

FROM app AS dispatcher
ENTRYPOINT ["java", "@/opt/leaven/jvm.options", "-jar", "/opt/leaven/leaven.jar", "dispatch"]

FROM app AS delivery
ENTRYPOINT ["java", "@/opt/leaven/jvm.options", "-jar", "/opt/leaven/leaven.jar", "deliver"]

FROM app AS generator
ENTRYPOINT ["java", "@/opt/leaven/jvm.options", "-jar", "/opt/leaven/leaven.jar", "generate"]

# Every command, for what is run once: docker run leaven topics create
FROM archived AS leaven
ENTRYPOINT ["java", "@/opt/leaven/jvm.options", "-jar", "/opt/leaven/leaven.jar"]
CMD ["--help"]
