package angklung.notary;

import static angklung.notary.Samples.RUN;
import static angklung.notary.Samples.paid;
import static angklung.notary.Samples.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.LogSubmission;
import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.avro.Opening;
import angklung.avro.PayoutTotal;
import angklung.avro.Statement;
import angklung.log.StrictBase64;
import angklung.opening.LeafKind;
import angklung.opening.OpenedStatement;
import angklung.opening.Sealing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotaryTopologyTest {
    private static final PayoutTotal RUPIAH = new PayoutTotal("IDR", 5_000_000L, 1L);

    @TempDir
    Path dir;

    @Test
    void shouldBeTheseSubtopologies() throws Exception {
        String description = new NotaryTopology(Notary.TOPICS, new NotaryOptions("origin", "1", Samples::key))
                .get()
                .describe()
                .toString();

        assertThat(description).isEqualTo(Files.readString(Path.of("src/test/resources/topology/notary.txt")));
    }

    @Test
    void shouldCommitToAStatementAndGiveItsPartyWhatOpensIt() {
        Statement statement = statement(RUN, "p1", "IDR", 5_000_000);
        try (Notary notary = new Notary(dir)) {
            notary.send(statement);
            notary.send(paid(RUN, 0, 1, RUPIAH));
            notary.send(paid(RUN, 1, 0));

            List<String> leaves = notary.leaves();
            Opening sealed = notary.openings().get(0);
            OpenedStatement opened = new Sealing(Samples.key("p1"))
                    .open(statement.getStatementId(), SubmissionRules.bytes(sealed.getSealed()));

            String record = opened.recordText();
            assertThat(record).contains("\"party_id\":\"p1\"", "\"payments_micros\":\"5000000\"");
            byte[] domain = "royalty-commit/v1\n".getBytes(StandardCharsets.US_ASCII);
            String commitment = StrictBase64.encode(Samples.sha256(domain, opened.salt(), opened.record()));
            assertThat(leaves.get(0)).isEqualTo("{\"c\":\"" + commitment
                    + "\",\"kind\":\"statement\",\"period\":\"2026-10\",\"seq\":0,\"v\":1}");
            assertThat(sealed.getPartyId()).isEqualTo("p1");
            assertThat(sealed.getStatementId()).isEqualTo(statement.getStatementId());
            assertThat(sealed.getSeq()).isZero();
            assertThat(sealed.getKeyGeneration()).isEqualTo(1);
        }
    }

    @Test
    void shouldHoldStatementsBackUntilAllPartitionsHaveEndedTheRun() {
        try (Notary notary = new Notary(dir)) {
            notary.send(statement(RUN, "p1", "IDR", 1));
            notary.send(paid(RUN, 0, 2));
            assertThat(notary.leaves()).isEmpty();
            notary.send(paid(RUN, 1, 0));
            assertThat(notary.leaves()).isEmpty();

            notary.send(statement(RUN, "p2", "IDR", 1));

            assertThat(notary.leaves()).hasSize(3);
            assertThat(notary.stored("notary-held")).isZero();
            assertThat(notary.stored("notary-queue")).isZero();
        }
    }

    @Test
    void shouldRecordARunWithoutAStatement() {
        try (Notary notary = new Notary(dir)) {
            notary.send(paid(RUN, 0, 0));
            notary.send(paid(RUN, 1, 0));

            assertThat(notary.leaves()).containsExactly("{\"facts\":{\"first\":\"0\",\"paid_micros\":{},"
                    + "\"run\":\"" + RUN + "\",\"statements\":\"0\",\"tree\":\"" + StrictBase64.encode(Samples.sha256())
                    + "\"},\"kind\":\"payout-run\",\"period\":\"2026-10\",\"seq\":0,\"v\":1}");
        }
    }

    @Test
    void shouldLetNothingBetweenTheLeavesOfARun() {
        try (Notary notary = new Notary(dir, 1)) {
            notary.send(statement(RUN, "p1", "IDR", 1));
            notary.send(statement(RUN, "p2", "IDR", 1));
            notary.send(paid(RUN, 0, 1, RUPIAH));
            notary.send(paid(RUN, 1, 1, RUPIAH, new PayoutTotal("USD", 3L, 1L)));
            notary.turn();
            notary.send(policy("c1", "ab".repeat(32)));

            List<String> leaves = notary.leaves();

            assertThat(leaves).hasSize(4);
            assertThat(leaves.get(2)).contains(
                    "\"first\":\"0\",\"paid_micros\":{\"IDR\":\"10000000\",\"USD\":\"3\"}", "\"statements\":\"2\"");
            assertThat(leaves.get(3)).isEqualTo("{\"facts\":{\"policy_hash\":\"" + "ab".repeat(32)
                    + "\"},\"kind\":\"policy\",\"seq\":3,\"v\":1}");
        }
    }

    @Test
    void shouldRecordWhatComesTwiceOnce() {
        try (Notary notary = new Notary(dir)) {
            for (int i = 0; i < 2; i++) {
                notary.send(statement(RUN, "p1", "IDR", 1));
                notary.send(paid(RUN, 0, 1));
                notary.send(paid(RUN, 1, 0));
                notary.send(policy("c1", "ab".repeat(32)));
                notary.leaves();
            }
            notary.send(policy("c1", "cd".repeat(32))); // the same command in other words has no effect either

            assertThat(notary.leaves()).hasSize(3);
            assertThat(notary.openings()).hasSize(1);
        }
    }

    @Test
    void shouldPassOverACommandThatCannotBecomeALeaf() {
        try (Notary notary = new Notary(dir)) {
            notary.send(policy("c1", "no hash"));
            notary.send(policy("c2", "ab".repeat(32)));

            assertThat(notary.leaves()).hasSize(1);
        }
    }

    @Test
    void shouldStopAtAStatementThatChanged() {
        try (Notary notary = new Notary(dir)) {
            notary.send(statement(RUN, "p1", "IDR", 1));

            assertThatThrownBy(() -> notary.send(statement(RUN, "p1", "IDR", 2)))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .rootCause()
                    .hasMessageContaining("was made before with other content");
        }
    }

    @Test
    void shouldStopAtAStatementOfARunThatIsComplete() {
        try (Notary notary = new Notary(dir)) {
            notary.send(paid(RUN, 0, 0));
            notary.send(paid(RUN, 1, 0));
            notary.leaves();

            assertThatThrownBy(() -> notary.send(statement(RUN, "p1", "IDR", 2)))
                    .rootCause()
                    .hasMessageContaining("1 statements of 0 expected from the 2 partitions that have ended it");
        }
    }

    @Test
    void shouldStopIfMoreStatementsCameThanWereMade() {
        try (Notary notary = new Notary(dir)) {
            notary.send(statement(RUN, "p1", "IDR", 1));
            notary.send(statement(RUN, "p2", "IDR", 1));
            notary.send(paid(RUN, 0, 1));

            assertThatThrownBy(() -> notary.send(paid(RUN, 1, 0)))
                    .rootCause()
                    .hasMessageContaining("2 statements of 1 expected");
        }
    }

    @Test
    void shouldStopAtACorrectionOfNothing() {
        LogSubmission correction = SubmissionRules.leaf(
                LeafKind.CORRECTION, LeafId.run("nada", "2026-10", 2), "2026-10", "{}",
                Instant.EPOCH);
        try (Notary notary = new Notary(dir)) {
            notary.send(correction);

            assertThatThrownBy(notary::turn).rootCause().hasMessageContaining("close/nada/2026-10, which is no leaf");
        }
    }

    @Test
    void shouldSayNothingOfAPartyInPublic() {
        String party = "PLANTED-PARTY";
        long amount = 731_048_291_733L;
        Statement statement = statement(RUN, party, "IDR", amount);
        try (Notary notary = new Notary(dir)) {
            notary.send(statement);
            notary.send(statement(RUN, "p2", "IDR", 17));
            notary.send(paid(RUN, 0, 1, new PayoutTotal("IDR", amount, 1L)));
            notary.send(paid(RUN, 1, 1, new PayoutTotal("IDR", 17L, 1L)));

            String all = String.join("\n", notary.leaves());

            byte[] unsalted = Samples.utf8Hash(party);
            assertThat(all).doesNotContain(
                    party, Long.toString(amount), statement.getStatementId(), StrictBase64.encode(unsalted));
            assertThat(all).contains("\"IDR\":\"" + (amount + 17) + "\"");
        }
    }

    private static NotaryCommand policy(String id, String hash) {
        return NotaryCommand.newBuilder()
                .setCommandId(id)
                .setKind(NotaryCommandKind.POLICY)
                .setPolicyHash(hash)
                .setRecordedAt(Instant.parse("2026-11-01T00:00:00Z"))
                .build();
    }
}
