package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Earning;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The expected hashes were computed by another program, of the fields as they are documented. */
class EarningHashTest {
    @Test
    void shouldHashAnEarningWithoutAPolicyAsEver() {
        assertThat(hash(null)).isEqualTo("1d2b686c3ccb6f191db99d683eb383152bde166dccd0b18f0bf57dc9cb18352a");
    }

    @Test
    void shouldCommitToTheAuthorshipPolicy() {
        assertThat(hash("TERRITORY KR@2025-03-24 AI_ASSISTED TAG"))
                .isEqualTo("527d9c35ae0329effaa4420f06af2a167047b79a48eb7efe75a5d07ec1915191");
    }

    private static String hash(String policy) {
        Earning earning = new Earning();
        earning.setPool("nada/ID/premium/2026-10/RECORDING/IDR");
        earning.setVersion(2);
        earning.setIsrc("IDA102600001");
        earning.setPartyId("p1");
        earning.setPlays(3);
        earning.setAmountMicros(-30);
        earning.setRightsVersion("rights of IDA102600001");
        earning.setAuthorshipPolicy(policy);
        return HexFormat.of().formatHex(new EarningHash().next(EarningHash.start(), earning));
    }
}
