# Compiles with everything, and runs with what running needs.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/bin bin
COPY --from=build /app/config config
COPY --from=build /app/schemas schemas
COPY --from=build /app/examples examples
COPY --from=build /app/dist dist
RUN ln -s /app/bin/scim-conformance.js /usr/local/bin/scim-conformance && mkdir /reports && chown node /reports
USER node
# Results go where the command is started.
WORKDIR /reports
ENTRYPOINT ["scim-conformance"]
CMD ["--help"]
