FROM node:20-bookworm-slim AS build
WORKDIR /steward
COPY . .
RUN npm run build

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    STEWARD_DATA=/var/lib/steward
RUN install -d -o node -g node -m 700 /var/lib/steward
COPY --from=build /steward /steward
WORKDIR /steward
USER node
VOLUME /var/lib/steward
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT || 3000}/api/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, and not npm, receives SIGTERM, so that running requests finish.
CMD ["node", "lib/entry/launch.mjs", "start"]
