package angklung.replay;

import angklung.avro.Authorship;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.model.Splits;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads {@code rights.csv}: one row a claim. The claims of one registrant on one right of one recording add up to
 * at most 100 % on every date, give or take the tolerance of CWR; those of several registrants may add up to more,
 * which is a dispute and no error.
 */
final class RightsFile {
    private static final Columns COLUMNS = new Columns(
            List.of("isrc", "right_type", "party_id", "role", "share", "valid_from"),
            List.of("iswc", "valid_to", "registrant", "authorship", "artist_id"));

    /** CISAC CWR 2.2: sums of shares are right within ±0.06 %. */
    private static final BigDecimal SUM_MAX = new BigDecimal("100.06");

    private static final BigDecimal MICROS_A_PERCENT = BigDecimal.valueOf(Splits.WHOLE / 100);

    private final Predicate<String> isParty;
    private final InputErrors errors;
    private final Map<ClaimedRight, List<Claim>> byRight = new LinkedHashMap<>();
    private final SortedMap<String, List<RightShare>> byIsrc = new TreeMap<>();

    /** What one registrant, or none, claims. */
    private record ClaimedRight(String isrc, RightType right, String registrant) {
        @Override
        public String toString() {
            return isrc + " " + right + (registrant == null ? "" : " by registrant " + registrant);
        }
    }

    private record Claim(
            String file, long line, String party, String role, BigDecimal percent, Validity validity) {}

    /** @param isParty whether a party is known */
    RightsFile(Predicate<String> isParty, InputErrors errors) {
        this.isParty = isParty;
        this.errors = errors;
    }

    /** The shares by normalised ISRC, in the order of the file. */
    SortedMap<String, List<RightShare>> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        byRight.forEach(this::checkSums);
        return byIsrc;
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String isrc = cells.isrc("isrc");
        RightType right = cells.oneOf("right_type", Cells.known(RightType.values()));
        String party = cells.name("party_id");
        String role = cells.text("role");
        BigDecimal share = cells.decimal("share", Decimals.PERCENT);
        Validity validity = cells.validity();
        String registrant = cells.opaqueOrNull("registrant");
        Authorship authorship =
                cells.oneOfOr("authorship", Authorship.UNDECLARED, Cells.known(Authorship.values()));
        String artist = cells.opaqueOrNull("artist_id");
        String iswc = cells.opaqueOrNull("iswc");
        if (share != null && share.signum() == 0) {
            cells.fault("share is 0; leave the row out");
        }
        if (party != null && !isParty.test(party)) {
            cells.fault("party_id '" + party + "' is not in parties.csv; add the party there");
        }
        if (!cells.good()) {
            return;
        }
        keep(new ClaimedRight(isrc, right, registrant),
                new Claim(row.file(), row.line(), party, role, share, validity));
        byIsrc.computeIfAbsent(isrc, k -> new ArrayList<>()).add(RightShare.newBuilder()
                .setRightType(right)
                .setPartyId(party)
                .setRole(role)
                .setShareMicropercent(micropercent(share))
                .setValidFrom(validity.from())
                .setValidTo(validity.to())
                .setRegistrant(registrant)
                .setAuthorship(authorship)
                .setArtistId(artist)
                .setIswc(iswc)
                .build());
    }

    /** A share in millionths of a percent: exact, for a percentage has at most six decimals. */
    private static long micropercent(BigDecimal percent) {
        return percent.multiply(MICROS_A_PERCENT).longValueExact();
    }

    private void keep(ClaimedRight right, Claim claim) {
        List<Claim> claims = byRight.computeIfAbsent(right, k -> new ArrayList<>());
        for (Claim other : claims) {
            if (other.party.equals(claim.party) && other.role.equals(claim.role)
                    && other.validity.overlaps(claim.validity)) {
                errors.add(claim.file, claim.line, "claims " + right + " for party " + claim.party + " as "
                        + claim.role + " again; line " + other.line + " covers some of the same dates; end one of them with valid_to,"
                        + " or add their shares up");
                return;
            }
        }
        claims.add(claim);
    }

    /** A sum can only exceed the whole on a date on which some claim begins. */
    private void checkSums(ClaimedRight right, List<Claim> claims) {
        for (LocalDate date : claims.stream().map(c -> c.validity.from()).distinct().sorted().toList()) {
            List<Claim> inForce = claims.stream().filter(c -> c.validity.covers(date)).toList();
            BigDecimal sum = inForce.stream().map(Claim::percent).reduce(BigDecimal.ZERO, BigDecimal::add);
            if (sum.compareTo(SUM_MAX) > 0) {
                Claim last = inForce.stream()
                        .max(Comparator.comparingLong(Claim::line))
                        .orElseThrow();
                errors.add(last.file, last.line, "shares of " + right + " add up to " + sum.toPlainString()
                        + " % on " + date + "; at most 100 (" + SUM_MAX + " with the tolerance). Lower them, end one with"
                        + " valid_to, or name the registrants if they contradict each other");
                return;
            }
        }
    }
}
