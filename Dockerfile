# One image for every command: docker build -t leaven . ; docker run leaven --help
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
ARG RUN_IMAGE=eclipse-temurin:17-jre
FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode --quiet -Pfast package -DskipTests

FROM ${RUN_IMAGE}
RUN useradd --create-home --uid 10001 leaven
USER leaven
WORKDIR /home/leaven
COPY --from=build /src/control-room/target/lib lib/
COPY --from=build /src/control-room/target/leaven.jar ./
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true", "-Dorg.apache.avro.limits.bytes.maxLength=16777216", "-Dorg.apache.avro.limits.string.maxLength=16777216", "-Dorg.apache.avro.limits.collectionItems.maxLength=16777216", "-jar", "leaven.jar"]
CMD ["--help"]
