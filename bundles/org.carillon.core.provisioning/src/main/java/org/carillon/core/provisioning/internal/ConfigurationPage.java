package org.carillon.core.provisioning.internal;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.api.device.Phone;
import org.carillon.api.provisioning.Backups;
import org.carillon.api.provisioning.Backups.Extent;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.web.Html;
import org.carillon.api.web.WebResource;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Saves the configuration to the administrator's computer, and brings it back (manual 13.7). */
@Component(property = {WebResource.PATH + "=" + ConfigurationPage.PAGE, WebResource.PATH + "=" + ConfigurationPage.FILE,
        WebResource.TITLE + "=Configuration file", WebResource.BODY + ":Integer=" + ConfigurationPage.MOST_BYTES})
public final class ConfigurationPage implements WebResource {
    static final String PAGE = "/configuration";
    static final String FILE = "/configuration/file";
    /** A configuration file and what a form adds to it. */
    static final int MOST_BYTES = Transfer.MAX_BYTES + 4_096;
    private static final int MOST_SHOWN = 200;
    private static final Map<Extent, String> EXTENTS = Map.of(Extent.MODIFIED, "What was changed", Extent.DEVICE,
            "What the file of this model says", Extent.ALL, "Everything");

    private final String mac;
    private final Export export;
    private final Backups backups;

    @Activate
    public ConfigurationPage(@Reference(name = "phone") Phone phone, @Reference(name = "export") Export export,
            @Reference(name = "backups") Backups backups) {
        this.mac = phone.mac();
        this.export = export;
        this.backups = backups;
    }

    @Override
    public Response answer(Request request) {
        if (request.path().equals(FILE)) {
            return file(request);
        }
        return request.method().equals("POST") ? restore(request) : page(request, 200, "");
    }

    private Response file(Request request) {
        String wanted = request.form().getOrDefault("what", List.of("")).getFirst();
        for (Extent extent : Extent.values()) {
            if (word(extent).equals(wanted)) {
                return new Response(200, "application/xml",
                        Map.of("Content-Disposition", "attachment; filename=\"" + mac + "-config.xml\""),
                        export.file(extent).getBytes(StandardCharsets.UTF_8));
            }
        }
        return Response.text(400, "what: modified, device or all");
    }

    private Response restore(Request request) {
        File file = request.files().get("file");
        if (file == null || file.content().length == 0) {
            return page(request, 400, message("Choose a file first."));
        }
        try {
            return page(request, 200, outcome(file.name(), Import.of(file.name(), file.content(), backups)));
        } catch (FormatException e) {
            return page(request, 400, message("Nothing was imported. " + file.name() + ": " + e.getMessage()));
        } catch (UncheckedIOException e) {
            return page(request, 500, message(e.getMessage()));
        }
    }

    private static String message(String text) {
        return "<p class=\"message\" role=\"alert\">" + Html.escaped(text) + "</p>\n";
    }

    private static String outcome(String name, Import done) {
        StringBuilder html = new StringBuilder("<p class=\"message done\" role=\"status\">").append(Html.escaped(name))
                .append(": settings read ")
                .append(done.settings()).append(", values changed ").append(done.changed().size())
                .append(done.reboot() ? "; some of them work from the next start on" : "").append(".</p>\n");
        table(html, "Not permitted, and left out", done.rejected());
        table(html, "Unknown to this phone, and left out", done.unknown());
        return html.toString();
    }

    private static void table(StringBuilder html, String title, List<Rejection> rejections) {
        if (rejections.isEmpty()) {
            return;
        }
        html.append("<h2>").append(title)
                .append("</h2>\n<table>\n<tr><th>Line</th><th>Parameter</th><th>Value</th><th>Permitted</th></tr>\n");
        rejections.stream().limit(MOST_SHOWN).forEach(rejection -> {
            html.append("<tr><td>").append(rejection.line()).append("</td>");
            for (String text : new String[]{rejection.id(), rejection.value(), rejection.permitted()}) {
                html.append("<td>").append(text == null ? "" : Html.escaped(text)).append("</td>");
            }
            html.append("</tr>\n");
        });
        html.append("</table>\n");
        if (rejections.size() > MOST_SHOWN) {
            html.append("<p>And ").append(rejections.size() - MOST_SHOWN).append(" more.</p>\n");
        }
    }

    private Response page(Request request, int status, String before) {
        StringBuilder choices = new StringBuilder();
        for (Extent extent : Extent.values()) {
            choices.append("<label><input type=\"radio\" name=\"what\" value=\"").append(word(extent)).append('"')
                    .append(extent == export.usual() ? " checked" : "").append("> ").append(EXTENTS.get(extent)).append("</label>\n");
        }
        return Response.main(status, """
                %s<section class="card">
                <h2>Save</h2>
                <p>Passwords are not in the file.</p>
                <form method="get" action="%s">
                <fieldset>
                %s</fieldset>
                <button type="submit">Save the file</button>
                </form>
                </section>
                <section class="card">
                <h2>Bring back</h2>
                <p>What the file names is set as if it were entered here. Everything else stays, passwords too.</p>
                <form method="post" action="%s" enctype="multipart/form-data">
                <input type="hidden" name="token" value="%s">
                <label for="file">Configuration file</label>
                <input id="file" name="file" type="file" accept=".xml,application/xml,text/xml" required>
                <button type="submit">Bring it back</button>
                </form>
                </section>
                """.formatted(before, FILE, choices, PAGE, Html.escaped(request.token())));
    }

    private static String word(Extent extent) {
        return extent.name().toLowerCase(Locale.ROOT);
    }
}
