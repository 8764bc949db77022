package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.ledger.DetailEntry;
import angklung.ledger.EarningHash;
import angklung.ledger.RightsHash;
import angklung.log.Frontier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The details must add up to the line, and be those that it commits to. */
final class DetailsCheck {
    private final PoolLine of;
    private final Story story;

    DetailsCheck(PoolLine of, Story story) {
        this.of = of;
        this.story = story;
    }

    void tell() {
        LedgerLine line = of.line();
        long sum = of.parts().stream().mapToLong(Part::difference).reduce(0, Math::addExact);
        if (!of.alone()) {
            List<LedgerLine> all = of.ofPool();
            long lines = all.stream().mapToLong(of.beneficiary()::change).reduce(0, Math::addExact);
            story.open("alone");
            story.check(sum == lines, "net", story.money(sum), story.money(lines), new Value.Count(all.size()));
            return;
        }
        long change = of.beneficiary().change(line);
        story.check(sum == change, "sum", story.money(sum), story.money(change));
        if (of.records().keepsVersions()) {
            checkHashes(line);
        } else {
            story.open("details-hash");
        }
    }

    private void checkHashes(LedgerLine line) {
        Frontier details = new Frontier();
        byte[] rights = null;
        RightsHash rightsHash = new RightsHash();
        for (Earned one : inOrder()) {
            details.append(entry(one).leaf());
            if (one.rightsVersion() != null) {
                byte[] before = rights == null ? EarningHash.start() : rights;
                rights = rightsHash.next(before, one.isrc(), one.rightsVersion());
            }
        }
        String root = details.root().toString();
        story.check(root.equals(line.getStatementHash()), "details-hash",
                Value.code(line.getStatementHash()), Value.code(root));
        String rightsHex = rights == null ? null : hex(rights);
        story.check(Objects.equals(rightsHex, line.getRightsVersion()), "rights-version",
                Value.code(line.getRightsVersion()), Value.code(rightsHex));
    }

    /** As settlement adds them up: by ISRC, then by authorship policy. */
    private List<Earned> inOrder() {
        return of.earned().stream()
                .filter(one -> one.version() == of.line().getPoolVersion())
                .sorted(Comparator.comparing((Earned one) -> bytes(one.isrc()), Arrays::compareUnsigned)
                        .thenComparing(one -> bytes(one.policy()), Arrays::compareUnsigned))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private DetailEntry entry(Earned one) {
        return new DetailEntry(
                of.pool().toString(), one.version(), one.isrc(), one.policy(), one.plays(), one.amountMicros(),
                one.rightsVersion());
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
