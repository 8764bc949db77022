package angklung.replay;

import angklung.config.Failure;
import angklung.intake.IntakeOptions;
import angklung.intake.PlayRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A small input that is in order, to be made wrong in one place. */
final class InputFixture {
    static final String AGREEMENTS = """
            dsp,territory,offering,right_type,model,revenue_share,valid_from,time_zone
            alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.55,2026-01-01,Asia/Jakarta
            alpha,ID,premium,MECHANICAL,MARKET_CENTRIC,0.1,2026-01-01,Asia/Jakarta
            """;
    static final String REVENUE = """
            dsp,territory,offering,period,currency,net_revenue
            alpha,ID,premium,2026-04,IDR,1000000
            """;
    static final String PARTIES = """
            party_id,name,payout_currency
            1,Sari,IDR
            2,Label,USD
            """;
    static final String RIGHTS = """
            isrc,right_type,party_id,role,share,valid_from
            IDA012600001,RECORDING,1,MainArtist,60,2020-01-01
            IDA012600001,RECORDING,2,Producer,40,2020-01-01
            """;
    static final String PLAYS = """
            play_id,dsp,subscriber_id,isrc,territory,offering,started_at,played_ms
            p1,alpha,s1,IDA012600001,ID,premium,2026-04-02T00:00:00Z,60000
            """;
    static final PlayRules RULES = PlayRules.of(new IntakeOptions(400));
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final Path directory;

    InputFixture(Path directory) {
        this.directory = directory;
        with("agreements.csv", AGREEMENTS);
        with("revenue.csv", REVENUE);
        with("parties.csv", PARTIES);
        with("rights.csv", RIGHTS);
        with("plays.csv", PLAYS);
    }

    InputFixture with(String file, String content) {
        return with(file, content.getBytes(StandardCharsets.UTF_8));
    }

    InputFixture with(String file, byte[] content) {
        try {
            Files.write(directory.resolve(file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputFixture without(String file) {
        try {
            Files.delete(directory.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    Input read() {
        return new InputReader(RULES, NOW).read(directory);
    }

    /** The lines of the refusal; empty if the input is taken. */
    List<String> errors() {
        try {
            read();
            return List.of();
        } catch (Failure e) {
            if (e.exitCode() != Failure.INPUT) {
                throw e;
            }
            return e.getMessage().lines().toList();
        }
    }

    static byte[] gzip(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
