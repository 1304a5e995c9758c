package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.NotifyHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** Posts the saved configuration, without secrets, as {@code MAC-config.xml} when a SIP server sends {@code event: report} (manual 13.7). */
@Component(configurationPid = UploadConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = NotifyHandler.EVENT + "=report")
@Designate(ocd = UploadConfig.class)
public final class ConfigUpload implements NotifyHandler {
    private static final int NOT_UNDERSTOOD = 489;

    private final String fileName;
    private final Scope scope;
    private final Export export;
    private final Downloading web;
    private final Logger log;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile UploadConfig config;

    @Activate
    public ConfigUpload(UploadConfig config, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "export") Export export, @Reference(name = "web") Downloading web,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.fileName = phone.mac() + "-config.xml";
        this.scope = scopes.open("core.provisioning.upload");
        this.export = export;
        this.web = web;
        this.log = log;
    }

    @Modified
    void modified(UploadConfig changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public int notified(Notification notification) {
        UploadConfig now = config;
        if (!now.enable() || now.url().isEmpty()) {
            return NOT_UNDERSTOOD;
        }
        if (waiting.compareAndSet(false, true)) {
            scope.blocking().execute(() -> post(now.url()));
        }
        return 200;
    }

    private void post(String directory) {
        waiting.set(false);
        String url = FileNames.within(directory.contains("://") ? directory : "http://" + directory, fileName);
        try {
            web.send("POST", url, export.file(export.usual()).getBytes(StandardCharsets.UTF_8));
            log.info("the configuration was posted as {}", fileName);
        } catch (IOException e) {
            log.warn("the configuration could not be posted as {}: {}", fileName, e.getMessage());
        }
    }
}
