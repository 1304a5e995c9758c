package org.carillon.core.tls.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code ctl trust} and {@code ctl certificate}: adds, takes away and lists certificates; never shows a key. The password of a client
 * certificate comes from a file, because arguments are seen by everybody on the machine.
 */
@Component(property = {Command.NAME + "=trust", Command.NAME + "=certificate", Command.USAGE + "=[FILE | --remove NAME]",
        Command.USAGE + "=[FILE [PASSWORD-FILE] | --remove]"})
public final class CertificateCommand implements Command {
    private static final String REMOVE = "--remove";
    private final Certificates certificates;
    private final CertificateDownloads downloads;

    @Activate
    public CertificateCommand(@Reference(name = "certificates") Certificates certificates,
            @Reference(name = "downloads") CertificateDownloads downloads) {
        this.certificates = certificates;
        this.downloads = downloads;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        try {
            return name.equals("trust") ? trust(arguments) : own(arguments);
        } catch (IOException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private Map<String, Object> trust(List<String> arguments) throws IOException {
        boolean remove = !arguments.isEmpty() && arguments.getFirst().equals(REMOVE);
        if (arguments.size() > 2 || remove != (arguments.size() == 2)) {
            throw new CommandException(
                    "trust takes one file with certificates, PEM or DER; or --remove and the name of one that was added");
        }
        if (remove) {
            certificates.distrust(Path.of(arguments.getLast()).getFileName().toString());
        } else if (!arguments.isEmpty()) {
            Path file = Path.of(arguments.getFirst());
            certificates.trust(file.getFileName().toString(), PrivateFile.read(file), file.toString());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("trusted", certificates.listTrusted());
        answer.put("download", downloads.trusted());
        return answer;
    }

    private Map<String, Object> own(List<String> arguments) throws IOException {
        boolean remove = arguments.equals(List.of(REMOVE));
        if (arguments.size() > 2 || !remove && arguments.contains(REMOVE)) {
            throw new CommandException(
                    "certificate takes one PKCS#12 file, and a file with its password where it has one; or --remove alone");
        }
        if (remove) {
            certificates.disown();
        } else if (!arguments.isEmpty()) {
            Path file = Path.of(arguments.getFirst());
            certificates.own(PrivateFile.read(file), password(arguments), file.toString());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("certificate", certificates.own().orElse(null));
        answer.put("download", downloads.own());
        return answer;
    }

    /** The first line of the file that was named for it. */
    private static char[] password(List<String> arguments) throws IOException {
        if (arguments.size() < 2) {
            return new char[0];
        }
        String text = new String(PrivateFile.read(Path.of(arguments.get(1))), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("").toCharArray();
    }
}
