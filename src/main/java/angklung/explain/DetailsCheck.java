package angklung.explain;

import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.ledger.EarningHash;
import angklung.ledger.RightsHash;
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
        byte[] details = EarningHash.start();
        byte[] rights = null;
        EarningHash hash = new EarningHash();
        RightsHash rightsHash = new RightsHash();
        for (Earned one : inOrder()) {
            details = hash.next(details, asEarning(one));
            if (one.rightsVersion() != null) {
                byte[] before = rights == null ? EarningHash.start() : rights;
                rights = rightsHash.next(before, one.isrc(), one.rightsVersion());
            }
        }
        story.check(hex(details).equals(line.getStatementHash()), "details-hash",
                Value.code(line.getStatementHash()), Value.code(hex(details)));
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

    private Earning asEarning(Earned one) {
        Earning earning = new Earning();
        earning.setPool(of.pool().toString());
        earning.setVersion(one.version());
        earning.setIsrc(one.isrc().isEmpty() ? null : one.isrc());
        earning.setPartyId(of.beneficiary().partyId());
        earning.setHoldAccount(of.beneficiary().holdAccount());
        earning.setPlays(one.plays());
        earning.setAmountMicros(one.amountMicros());
        earning.setRightsVersion(one.rightsVersion());
        earning.setAuthorshipPolicy(one.policy());
        return earning;
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
