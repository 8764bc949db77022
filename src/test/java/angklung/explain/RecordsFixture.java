package angklung.explain;

import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.ClaimsPolicy;
import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.avro.Earning;
import angklung.avro.HitStatus;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PolicyHolder;
import angklung.avro.PoolPlan;
import angklung.avro.PricingStep;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.ledger.EarningHash;
import angklung.ledger.LedgerChain;
import angklung.ledger.LedgerHead;
import angklung.ledger.LineId;
import angklung.ledger.PaperTree;
import angklung.ledger.RightsHash;
import angklung.ledger.StatementId;
import angklung.model.Accounts;
import angklung.model.HoldReason;
import angklung.model.PoolKey;
import angklung.model.Weight;
import angklung.money.Micros;
import angklung.topic.AvroSerdes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Records of one small pool, worked out by hand. 1,000 IDR over 10 plays: recording A has 6 and is shared by p1 and p2
 * in halves, B has 4 and only a quarter of it is claimed, by p1. So p1 has 300 + 100, p2 300, and 300 are held. The
 * second version is worth 1,100. A chain takes 8 % and then 20 %.
 */
public final class RecordsFixture implements Records {
    static final String POOL = "alpha/ID/premium/2026-04/RECORDING/IDR";
    static final String HOLD = "hold:unclaimed:" + POOL;
    static final String A = "IDA012600001";
    static final String B = "IDA012600002";
    private static final String PAYOUT_RUN = "payout/2026-05";
    private static final Instant BOOKED = Instant.parse("2026-05-02T00:00:00Z");

    final List<LedgerLine> ledger = new ArrayList<>();
    final List<Statement> statements = new ArrayList<>();
    final List<Earning> earnings = new ArrayList<>();
    final SortedMap<Integer, PoolPlan> plans = new TreeMap<>();
    final Map<String, RecordingRights> rights = new HashMap<>();
    final List<ScreenedHit> hits = new ArrayList<>();
    final SortedMap<String, Effect> effects = new TreeMap<>();
    final List<DeductionChain> chains = new ArrayList<>();
    final List<TaxProfile> profiles = new ArrayList<>();
    private final LedgerChain chain = new LedgerChain(LedgerHead.empty(3));

    public RecordsFixture() {
        AvroSerdes.trustGeneratedClasses();
        rights.put(A, rights(A, share("p1", 50), share("p2", 50)));
        rights.put(B, rights(B, share("p1", 25)));
        plans.put(1, plan(1, "1000", "PLAYS", AllocationModel.MARKET_CENTRIC));
        earn(1, A, "p1", 6, 300);
        earn(1, A, "p2", 6, 300);
        earn(1, B, "p1", 4, 100);
        earn(1, B, null, 4, 300);
        chains.add(new DeductionChain("ID-WAMI", LocalDate.parse("2025-08-07"), null,
                List.of(new Deduction("LMKN", "operations", 80_000L), new Deduction("WAMI", "administration", 200_000L)),
                "Permenkum 27/2025"));
        profiles.add(new TaxProfile("ID-PPH23", LocalDate.parse("2020-01-01"), null, "ID", "PPh23", 1_000_000L, 150_000L,
                0, "UU PPh"));
    }

    static Beneficiary hold(HoldReason reason) {
        return new Beneficiary(null, Accounts.hold(reason, POOL));
    }

    /** More plays of a recording on one day than a person listens to. */
    static ScreenedHit hit(String isrc, long plays, HitStatus status, ScreenedHit.Decided decision) {
        return new ScreenedHit("ab".repeat(32), "F3",
                List.of(new ScreenedHit.Observed("plays_per_day", new BigDecimal("2000"), new BigDecimal("2412"))),
                status, decision,
                new TreeMap<>(Map.of(isrc, new ScreenedHit.Plays(
                        plays, LocalDate.parse("2026-04-03"), LocalDate.parse("2026-04-04")))));
    }

    static RightShare share(String party, long percent) {
        return RightShare.newBuilder()
                .setRightType(RightType.RECORDING)
                .setPartyId(party)
                .setRole("Producer")
                .setShareMicropercent(percent * 1_000_000)
                .setValidFrom(LocalDate.parse("2020-01-01"))
                .setAuthorship(Authorship.HUMAN)
                .build();
    }

    static RecordingRights rights(String isrc, RightShare... shares) {
        return new RecordingRights(isrc, "version-of-" + isrc, List.of(shares), List.of(), List.of());
    }

    static PoolPlan plan(int version, String revenue, String weighting, AllocationModel model) {
        BigDecimal amount = new BigDecimal(revenue);
        String weight = "weight of recordings";
        String idle = "weight of idle subscribers held";
        List<PricingStep> steps = List.of(
                new PricingStep("revenue share", "revenue_share * net_revenue",
                        Map.of("revenue_share", "0.5", "net_revenue", amount.multiply(BigDecimal.valueOf(2)).toPlainString()),
                        revenue, true),
                new PricingStep("per-play minimum", "per_play_minimum * plays", Map.of("plays", "10"), "", false),
                new PricingStep("greatest of", "max(revenue share)", Map.of("revenue share", revenue), revenue, true),
                new PricingStep("less performance royalties", "max(greatest of - performance_royalties, 0)",
                        Map.of("greatest of", revenue, "performance_royalties", "0"), revenue, true),
                new PricingStep("floor", "floor_per_subscriber * subscribers", Map.of(), "", false),
                new PricingStep("pool amount", "max(less performance royalties) rounded down to 6 decimals",
                        Map.of("less performance royalties", revenue), revenue, true),
                new PricingStep("weighing", "each royalty-bearing play weighs 1", Map.of("weighting", weighting), "10",
                        false),
                new PricingStep("total weight", weight + " + " + idle, Map.of(weight, "10", idle, "0"), "10", false));
        return PoolPlan.newBuilder()
                .setDsp("alpha").setTerritory("ID").setOffering("premium").setPeriod("2026-04")
                .setRightType(RightType.RECORDING).setCurrency("IDR").setPool(POOL).setVersion(version)
                .setRateSheetId(POOL + "@v" + version).setRevenueRevision(version)
                .setReason(version == 1 ? "ORIGINAL" : "RESTATED_REVENUE")
                .setModel(model).setWeighting(weighting).setClaims(ClaimsPolicy.HOLD_ALL)
                .setAgreementValidFrom(LocalDate.parse("2026-01-01")).setAgreementSource("deal 17").setSteps(steps)
                .setAmountMicros(Micros.exact(amount)).setPreviousAmountMicros(0).setPlays(10)
                .setExcluded(Map.of("SHORT", 1L)).setTotalWeight(Weight.toDecimal(Weight.ofPlays(10)))
                .setRatePerPlay(new BigDecimal("100.000000000000"))
                .setBucketPrefixes(Collections.nCopies(256, Weight.ZERO)).setFirstBucket(0)
                .build();
    }

    /** @param party null: held */
    void earn(int version, String isrc, String party, long plays, long units) {
        give(version, isrc, new Beneficiary(party, party == null ? HOLD : null), null, plays, units);
    }

    /** @param policy tag, or null */
    void give(int version, String isrc, Beneficiary to, String policy, long plays, long units) {
        earnings.add(Earning.newBuilder()
                .setKind(angklung.avro.EarningKind.EARNING)
                .setDsp("alpha").setTerritory("ID").setOffering("premium").setPeriod("2026-04")
                .setRightType(RightType.RECORDING).setCurrency("IDR").setPool(POOL).setVersion(version)
                .setRateSheetId(POOL + "@v" + version).setSourcePartition(0).setIsrc(isrc).setPartyId(to.partyId())
                .setHoldAccount(to.holdAccount()).setAuthorshipPolicy(policy).setPlays(plays)
                .setAmountMicros(units * Micros.PER_UNIT).setRightsVersion("version-of-" + isrc)
                .build());
    }

    /** Of the territory, about works made with a machine. */
    static AuthorshipPolicy policy(AuthorshipEffect effect) {
        return new AuthorshipPolicy(PolicyHolder.TERRITORY, "ID", null, Authorship.AI_ASSISTED, effect,
                LocalDate.parse("2026-01-01"), null, "Rule 5");
    }

    /** Of all versions. */
    void policies(AuthorshipPolicy... policies) {
        plans.values().forEach(plan -> plan.setAuthorshipPolicies(List.of(policies)));
    }

    public void restate() {
        plans.put(2, plan(2, "1100", "PLAYS", AllocationModel.MARKET_CENTRIC));
        earn(2, A, "p1", 6, 30);
        earn(2, A, "p2", 6, 30);
        earn(2, B, "p1", 4, 10);
        earn(2, B, null, 4, 30);
    }

    /** The line that settles what the pool gave in a version. */
    public LedgerLine settle(LineKind kind, int version, String party, String adjusts) {
        return settleFor(new Beneficiary(party, party == null ? HOLD : null), kind, version, adjusts);
    }

    LedgerLine settleFor(Beneficiary beneficiary, LineKind kind, int version, String adjusts) {
        String party = beneficiary.partyId();
        List<Earned> details = earned(POOL, beneficiary).stream().filter(one -> one.version() == version).toList();
        long sum = details.stream().mapToLong(Earned::amountMicros).sum();
        String account = beneficiary.account();
        LedgerLine line = sum < 0
                ? draft(kind, account, Accounts.pool(POOL), -sum, "IDR")
                : draft(kind, Accounts.pool(POOL), account, sum, "IDR");
        line.setPartyId(party);
        line.setDsp("alpha");
        line.setTerritory("ID");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        line.setPoolVersion(version);
        line.setRateSheetId(POOL + "@v" + version);
        line.setPlays(details.stream().mapToLong(Earned::plays).sum());
        line.setAdjustsLineId(adjusts);
        line.setReason(version == 1 ? null : plans.get(version).getReason());
        line.setPeriod(version == 1 ? "2026-04" : "2026-05");
        List<Earning> own = new ArrayList<>();
        byte[] rightsHash = EarningHash.start();
        List<Earning> byIsrc = new ArrayList<>(earnings);
        byIsrc.sort(Comparator.comparing(Earning::getIsrc, Comparator.nullsFirst(Comparator.naturalOrder())));
        for (Earning earning : byIsrc) { // and by policy already
            boolean isOwn = beneficiary.isHold()
                    ? beneficiary.holdAccount().equals(earning.getHoldAccount())
                    : party.equals(earning.getPartyId());
            if (isOwn && earning.getVersion() == version) {
                own.add(earning);
                rightsHash = earning.getRightsVersion() == null ? rightsHash : new RightsHash().next(rightsHash, earning.getIsrc(), earning.getRightsVersion());
            }
        }
        line.setStatementHash(PaperTree.ofDetails(own));
        line.setRightsVersion(HexFormat.of().formatHex(rightsHash));
        return write(line);
    }

    /** A step of a chain, with the fields that settlement takes over from the line that it is taken from. */
    public LedgerLine deduct(LedgerLine from, int step, String body, String name, String amount) {
        LedgerLine line = draft(LineKind.DEDUCTION, Accounts.payable(from.getPartyId()), Accounts.deduction(body, name),
                Micros.exact(new BigDecimal(amount)), from.getCurrency());
        line.setPartyId(from.getPartyId());
        line.setDsp(from.getDsp());
        line.setTerritory(from.getTerritory());
        line.setOffering(from.getOffering());
        line.setRightType(from.getRightType());
        line.setPoolVersion(from.getPoolVersion());
        line.setRateSheetId(from.getRateSheetId());
        line.setPeriod(from.getPeriod());
        line.setAdjustsLineId(from.getLineId());
        line.setRule("ID-WAMI/" + step + "@2025-08-07");
        return write(line);
    }

    /** What becomes of a hold when its term is over. */
    LedgerLine expire(String units) {
        LedgerLine line = ofPool(LineKind.EXPIRY, HOLD, Accounts.unclaimed("ID", "fund"), units);
        line.setRunId("expire/2028-06-01");
        line.setReason("ID@2021-03-30");
        return write(line);
    }

    /** What comes back to the hold, for version 2. */
    LedgerLine bringBack(LedgerLine expiry, String units) {
        LedgerLine line = ofPool(LineKind.RELEASE, expiry.getCreditAccount(), HOLD, units);
        line.setPoolVersion(2);
        line.setRateSheetId(POOL + "@v2");
        line.setAdjustsLineId(expiry.getLineId());
        line.setReason("CLAIMED_AFTER_TERM");
        return write(line);
    }

    private LedgerLine ofPool(LineKind kind, String debit, String credit, String units) {
        LedgerLine line = draft(kind, debit, credit, Micros.exact(new BigDecimal(units)), "IDR");
        line.setDsp("alpha");
        line.setTerritory("ID");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        return line;
    }

    /** A line of a payout run that needs no rule. */
    LedgerLine move(LineKind kind, String party, String debit, String credit, String amount, String currency) {
        LedgerLine line = draft(kind, debit, credit, Micros.exact(new BigDecimal(amount)), currency);
        line.setPartyId(party);
        line.setRunId(PAYOUT_RUN);
        line.setPeriod("2026-05");
        line.setOriginPeriod("2026-05");
        if (kind == LineKind.PAYOUT || kind == LineKind.WITHHOLDING) {
            line.setBatchId(PAYOUT_RUN + "/" + currency);
        }
        return line;
    }

    private static LedgerLine draft(LineKind kind, String debit, String credit, long micros, String currency) {
        LedgerLine line = new LedgerLine();
        line.setKind(kind);
        line.setDebitAccount(debit);
        line.setCreditAccount(credit);
        line.setAmountMicros(micros);
        line.setAmount(Micros.toDecimal(micros));
        line.setCurrency(currency);
        line.setPeriod("2026-04");
        line.setOriginPeriod("2026-04");
        line.setRunId("alpha/2026-04/1");
        line.setBookedAt(BOOKED);
        return line;
    }

    /** Seals and writes; the identifier follows from the line, as settlement makes it. */
    LedgerLine write(LedgerLine line) {
        if (line.getLineId() == null) {
            line.setLineId(LineId.recomputed(line).orElseThrow());
        }
        ledger.add(chain.seal(line));
        return line;
    }

    /** A statement of the last lines of a party in a currency. */
    Statement state(String party, String currency, int lines) {
        List<LedgerLine> own = ledger.stream()
                .filter(line -> party.equals(line.getPartyId()) && line.getCurrency().equals(currency)).toList();
        Statement statement = Statement.newBuilder()
                .setStatementId(StatementId.of(PAYOUT_RUN, party, currency))
                .setPartyId(party).setCurrency(currency).setRunId(PAYOUT_RUN).setPeriod("2026-05")
                .setOpeningMicros(0).setEarningsMicros(0).setAdjustmentsMicros(0).setDeductionsMicros(0)
                .setRecoupedMicros(0).setReservedMicros(0).setReleasedMicros(0).setConvertedInMicros(0)
                .setConvertedOutMicros(0).setTaxMicros(0).setPaymentsMicros(0).setClosingMicros(0)
                .setAdvanceMicros(0).setReserveMicros(0).setLines(lines)
                .setLinesHash(PaperTree.ofLines(own.subList(own.size() - lines, own.size()))).setBookedAt(BOOKED)
                .build();
        statements.add(statement);
        return statement;
    }

    public List<LedgerLine> ledger() {
        return ledger;
    }

    public List<Earning> earnings() {
        return earnings;
    }

    public SortedMap<Integer, PoolPlan> plans() {
        return plans;
    }

    public Map<String, RecordingRights> rights() {
        return rights;
    }

    public List<DeductionChain> chains() {
        return chains;
    }

    @Override
    public List<LedgerLine> linesStarting(String idPrefix, int limit) {
        return ledger.stream().filter(line -> line.getLineId().startsWith(idPrefix)).limit(limit).toList();
    }

    @Override
    public List<LedgerLine> linesOf(Beneficiary beneficiary, int partition) {
        return ledger.stream().filter(line -> line.getPartition() == partition && beneficiary.has(line)).toList();
    }

    @Override
    public SortedMap<Integer, Sheet> sheets(String pool) {
        SortedMap<Integer, Sheet> sheets = new TreeMap<>();
        plans.forEach((version, plan) -> sheets.put(version, Sheet.of(plan)));
        return sheets;
    }

    @Override
    public boolean keepsVersions() {
        return true;
    }

    @Override
    public List<Earned> earned(String pool, Beneficiary beneficiary) {
        return earnings.stream()
                .filter(one -> beneficiary.isHold()
                        ? beneficiary.holdAccount().equals(one.getHoldAccount())
                        : beneficiary.partyId().equals(one.getPartyId()))
                .map(one -> new Earned(one.getIsrc() == null ? "" : one.getIsrc(), one.getVersion(), one.getPlays(),
                        one.getAmountMicros(), one.getRightsVersion(), one.getAuthorshipPolicy()))
                .toList();
    }

    @Override
    public Map<String, Recording> recordings(String pool, Set<String> isrcs, int version) {
        RecordingSums sums = new RecordingSums(POOL);
        earnings.stream()
                .filter(one -> one.getIsrc() != null && isrcs.contains(one.getIsrc()) && one.getVersion() <= version)
                .forEach(one -> sums.add(
                        one.getIsrc(), one.getPartyId() == null ? one.getHoldAccount() : one.getPartyId(),
                        one.getAuthorshipPolicy(), one.getVersion(), one.getPlays(), one.getAmountMicros()));
        return sums.sums();
    }

    @Override
    public Map<String, RecordingRights> rights(Set<String> isrcs) {
        Map<String, RecordingRights> known = new HashMap<>(rights);
        known.keySet().retainAll(isrcs);
        return known;
    }

    @Override
    public Map<String, RecordingRights> rightsOf(String partyId, Predicate<RecordingRights> which) {
        Map<String, RecordingRights> known = new HashMap<>(rights);
        known.values().removeIf(one -> !which.test(one)
                || one.getShares().stream().noneMatch(share -> share.getPartyId().equals(partyId)));
        return known;
    }

    @Override
    public List<ScreenedHit> hits(PoolKey pool) {
        return hits;
    }

    @Override
    public SortedMap<String, Effect> policyEffects(String pool, int version) {
        return effects;
    }

    @Override
    public List<Statement> statements(String partyId, String currency) {
        return statements.stream()
                .filter(one -> one.getPartyId().equals(partyId) && one.getCurrency().equals(currency)).toList();
    }

    @Override
    public Optional<DeductionChain> chain(String name, LocalDate validFrom) {
        return chains.stream()
                .filter(one -> one.getChain().equals(name) && one.getValidFrom().equals(validFrom)).findFirst();
    }

    @Override
    public Optional<TaxProfile> taxProfile(String name, LocalDate validFrom) {
        return profiles.stream()
                .filter(one -> one.getProfile().equals(name) && one.getValidFrom().equals(validFrom)).findFirst();
    }
}
