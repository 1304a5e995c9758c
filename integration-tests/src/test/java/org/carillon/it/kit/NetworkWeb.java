package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** nginx in a namespace, serving files over HTTP on port 80 of some addresses. */
final class NetworkWeb implements AutoCloseable {
    private final Path directory;
    private final ServedFiles files;
    private final Program program;

    /**
     * @param directory
     *            that all its files go to
     * @param addresses
     *            as nginx spells them
     */
    NetworkWeb(Network network, Path directory, String... addresses) {
        this.directory = directory;
        files = new ServedFiles(directory.resolve("files"));
        try {
            Files.createDirectories(directory.resolve("files"));
            Files.createDirectories(directory.resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Kamailio.write(directory.resolve("nginx.conf"), configuration(addresses));
        List<String> command = new ArrayList<>(network.enter());
        command.addAll(List.of(Peers.path("nginx"), "-p", directory.toString(), "-c", directory.resolve("nginx.conf").toString(), "-e",
                directory.resolve("error.log").toString()));
        program = Program.start("nginx", directory.resolve("nginx.log"), command);
    }

    private String configuration(String... addresses) {
        return """
                daemon off;
                master_process off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 64; }
                http {
                    client_body_temp_path %1$s/tmp/body;
                    proxy_temp_path %1$s/tmp/proxy;
                    fastcgi_temp_path %1$s/tmp/fastcgi;
                    uwsgi_temp_path %1$s/tmp/uwsgi;
                    scgi_temp_path %1$s/tmp/scgi;
                    log_format short '$server_addr $host $request_uri $status';
                    access_log %1$s/access.log short;
                    server {
                        %2$s
                        root %1$s/files;
                    }
                }
                """.formatted(directory,
                Stream.of(addresses).map(address -> "listen " + address + ":80;").collect(Collectors.joining(" ")));
    }

    void put(String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Requests so far: its address and name that they were for, path with query, and status. */
    List<String> requests() {
        try {
            Path log = directory.resolve("access.log");
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
