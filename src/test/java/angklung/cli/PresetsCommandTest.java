package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresetsCommandTest {
    private static final String OFFERING = " --dsp alpha --territory KR --offering flat";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListThePresetsAndMarkWhatNobodyChecked() throws Exception {
        assertThat(run("presets list")).isZero();
        assertThat(out.toString().lines())
                .contains("komca-23", "us-385-overtime-unverified  [UNVERIFIED]")
                .contains("    variants: per-play, per-subscriber");

        out.getBuffer().setLength(0);
        assertThat(run("presets list --json")).isZero();
        JsonNode list = new ObjectMapper().readTree(out.toString());
        assertThat(list).hasSize(8);
        assertThat(list.get(1).path("verified").asBoolean()).isFalse();
    }

    @Test
    void shouldShowTermsSourcesAndDoubts() throws Exception {
        assertThat(run("presets show us-385-overtime-unverified")).isZero();
        assertThat(out.toString()).contains(
                "source:   https://github.com/AlextheYounga/ecfr",
                "UNVERIFIED: overtime factors",
                "right_type=MECHANICAL model=MARKET_CENTRIC revenue_share=0.151 label_payments_share=0.262",
                "overtime={\"6\":\"1.2\"");

        out.getBuffer().setLength(0);
        assertThat(run("presets show komca-23 --json")).isZero();
        JsonNode file = new ObjectMapper().readTree(out.toString());
        assertThat(file.path("name").asText()).isEqualTo("komca-23");
        assertThat(file.at("/variants/0/agreements/0/per_play_minimum").asText()).isEqualTo("0.7");
    }

    @Test
    void shouldPrintRowsOfAgreements() {
        assertThat(run("presets agreements komca-23 --variant per-subscriber --ratio 0.95" + OFFERING)).isZero();

        assertThat(out.toString().lines()).containsExactly(
                "dsp,territory,offering,right_type,model,revenue_share,per_subscriber_minimum,time_zone,valid_from",
                "alpha,KR,flat,MECHANICAL,MARKET_CENTRIC,0.09975,665,Asia/Seoul,2019-01-01");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintAsJsonWhatRowsCannotSay() throws Exception {
        assertThat(run("presets agreements kr-cohorts" + OFFERING)).isEqualTo(2);
        assertThat(err.toString()).contains("no column for rates by cohort of subscribers: use --json");
        assertThat(out.toString()).isEmpty();

        assertThat(run("presets agreements kr-cohorts --json" + OFFERING)).isZero();
        JsonNode agreements = new ObjectMapper().readTree(out.toString());
        assertThat(agreements).hasSize(3);
        assertThat(agreements.at("/0/cohort_rates/0/cohort").asText()).isEqualTo("before-2019");
        assertThat(agreements.at("/0/cohort_rates/0/revenue_share_millionths").asLong()).isEqualTo(440_000);
    }

    @Test
    void shouldSayThatFiguresAreUnverified() throws Exception {
        assertThat(run("presets agreements us-385-overtime-unverified --json" + OFFERING)).isZero();

        assertThat(err.toString()).startsWith("angklung: UNVERIFIED: overtime factors");
        JsonNode agreement = new ObjectMapper().readTree(out.toString()).get(0);
        assertThat(agreement.path("source").asText()).startsWith("UNVERIFIED");
        assertThat(agreement.at("/overtime/0/factor").asText()).isEqualTo("1.200000000000");
    }

    @Test
    void shouldEndWith2OnNamesThatThereAreNot() {
        assertThat(run("presets show komca")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no preset komca; there are us-385-2018-2022");
        assertThat(run("presets agreements komca-23 --variant x" + OFFERING)).isEqualTo(2);
        assertThat(err.toString()).contains("has no variant x; it has per-play, per-subscriber");
        assertThat(run("presets agreements komca-23 --dsp alpha --territory UK --offering x")).isEqualTo(2);
        assertThat(err.toString()).contains("'UK' cannot be --territory");
        assertThat(run("presets agreements kr-2019 --ratio 0.5" + OFFERING)).isEqualTo(2);
        assertThat(err.toString()).contains("has no ratio");
        assertThat(run("presets")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    private int run(String args) {
        return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args.split(" "));
    }
}
