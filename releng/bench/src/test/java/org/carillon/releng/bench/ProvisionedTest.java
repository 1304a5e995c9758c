package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProvisionedTest {
    private static final String PARAMETERS = """
            [{"id":"Account{account}Label","type":"string","default":null,"values":null,"web":"Account > Label","instances":["1","2"]},
            {"id":"Key{module}Label{key}","type":"boolean","default":"false","values":null,"instances":["1.7"]},
            {"id":"DeviceProvisionServerUrl","type":"url","default":null,"instances":null},
            {"id":"DeviceSecurityEncryptionAesKey","type":"secret","default":null,"instances":null},
            {"id":"Some","type":"enum","default":"a&b","values":["a&b","c"],"instances":null}]""";

    @Test
    void setsAllInstancesOfAllParameters() {
        assertThat(Provisioned.file(PARAMETERS, "http://127.0.0.1:9/config.xml", 3)).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <settings>
                  <setting id="Account1Label" value="text 3"/>
                  <setting id="Account2Label" value="text 3"/>
                  <setting id="Key1Label7" value="false"/>
                  <setting id="DeviceProvisionServerUrl" value="http://127.0.0.1:9/config.xml"/>
                  <setting id="DeviceSecurityEncryptionAesKey" value=""/>
                  <setting id="Some" value="a&amp;b"/>
                </settings>
                """);
    }
}
