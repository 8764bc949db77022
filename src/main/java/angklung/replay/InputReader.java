package angklung.replay;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.IdleSubscribers;
import angklung.avro.Party;
import angklung.avro.RevenueReport;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningRule;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedPolicy;
import angklung.config.Failure;
import angklung.intake.PlayRules;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.replay.PlayCensus.Group;
import angklung.topic.AvroSerdes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads and checks a whole directory before anything is processed. All faults of all files are reported together,
 * so that they can be mended together.
 */
public final class InputReader {
    private final PlayRules rules;
    private final Instant now;
    private final InputErrors errors = new InputErrors();

    /**
     * @param rules by which intake will judge the plays: those that it refuses open no period
     * @param now no record is sent with a later time
     */
    public InputReader(PlayRules rules, Instant now) {
        this.rules = rules;
        AvroSerdes.trustGeneratedClasses(); // records are built here before any serde is
        this.now = now;
    }

    /** @throws Failure with exit code 4, naming every fault as {@code file:line: reason} */
    public Input read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw Failure.input(directory + " is not a directory; it should hold the CSV files of the input");
        }
        InputDirectory files = new InputDirectory(directory, errors);
        List<Line<Agreement>> agreements =
                read(files, "agreements", file -> new AgreementsFile(errors).read(file), List.of());
        Offerings offerings = new Offerings(agreements);
        Predicate<String> isDsp = errors.none() ? offerings.dsps()::contains : dsp -> true;
        List<Line<RevenueReport>> revenue =
                read(files, "revenue", file -> new RevenueFile(isDsp, errors).read(file), List.of());
        boolean termsAndRevenueAreGood = errors.none();
        Terms<TaxProfile> taxes = taxProfiles(files);
        Terms<DeductionChain> chains = deductionChains(files);
        long before = errors.count();
        Map<String, Line<Party>> parties =
                read(files, "parties", file -> new PartiesFile(taxes, chains, errors).read(file), Map.of());
        Predicate<String> isParty = errors.count() == before ? parties::containsKey : party -> true;
        RightsReader rightsFiles = new RightsReader(files, isParty, errors);
        RightsInput rights = rightsFiles.first();
        RightsInput lateRights = rightsFiles.late();
        List<ScreeningRule> screening =
                optional(files, "screening_rules", file -> new ScreeningRulesFile(isDsp, errors).read(file));
        List<ScreeningDecision> decisions =
                optional(files, "screening_decisions", file -> new ScreeningDecisionsFile(errors).read(file));
        List<UnclaimedPolicy> unclaimed =
                optional(files, "unclaimed_policies", file -> new UnclaimedPoliciesFile(errors).read(file));
        List<FxRate> rates = optional(files, "fx", file -> new FxFile(errors).read(file));
        List<InputFile> playFiles = files.requiredStartingWith("plays");
        List<InputFile> lateFiles = files.startingWith("late-plays");
        PlayCensus plays = new PlayCensus(offerings, rules, now, errors).read(playFiles);
        PlayCensus late = new PlayCensus(offerings, rules, now, errors).read(lateFiles);
        if (termsAndRevenueAreGood) { // otherwise one bad line would look like many missing ones
            refuseUnpriceable(offerings, revenue);
            refusePlaysWithoutRevenue(offerings, revenue, plays.groups());
        }
        errors.refuseIfAny();
        List<RevenueReport> reports = revenue.stream().map(Line::value).toList();
        LateInput lateInput = new LateInput(lateFiles, lateRights, decisions);
        Schedule schedule = Schedule.of(offerings, reports, plays, late, lateInput.concernsAll());
        refusePlaysWithoutRevenue(offerings, revenue, late.groups(true).stream()
                .filter(line -> schedule.restates(line.value()))
                .toList());
        errors.refuseIfAny();
        return new Input(
                List.copyOf(offerings.dsps()),
                agreements.stream().map(Line::value).toList(),
                rights,
                screening,
                unclaimed,
                chains.all().stream()
                        .flatMap(versions -> ChainStretches.withoutGaps(versions).stream())
                        .toList(),
                taxes.all().stream().flatMap(List::stream).toList(),
                rates,
                parties.values().stream().map(Line::value).toList(),
                reports,
                playFiles,
                lateInput,
                schedule,
                plays.rows() + late.rows());
    }

    private Terms<TaxProfile> taxProfiles(InputDirectory files) {
        long before = errors.count();
        SortedMap<String, List<TaxProfile>> own = files.optional("tax_profiles")
                .map(file -> new TaxProfilesFile(errors).read(file))
                .orElseGet(TreeMap::new);
        return new Terms<>("tax_profiles.csv", own, errors.count() == before, Presets.taxProfiles(),
                TaxProfilesFile::writtenOut, TaxProfilesFile.FORM);
    }

    private Terms<DeductionChain> deductionChains(InputDirectory files) {
        long before = errors.count();
        SortedMap<String, List<DeductionChain>> shipped = Presets.deductionChains();
        SortedMap<String, List<DeductionChain>> own = files.optional("deductions")
                .map(file -> new DeductionsFile(shipped, errors).read(file))
                .orElseGet(TreeMap::new);
        return new Terms<>("deductions.csv", own, errors.count() == before, shipped, WrittenChain::parse,
                WrittenChain.FORM);
    }

    private static <T> T read(InputDirectory files, String stem, Function<InputFile, T> reader, T otherwise) {
        return files.required(stem).map(reader).orElse(otherwise);
    }

    private static <T> List<T> optional(InputDirectory files, String stem, Function<InputFile, List<T>> reader) {
        return files.optional(stem).map(reader).orElseGet(List::of);
    }

    /** A report that lacks what an agreement multiplies by would leave its pool waiting for ever. */
    private void refuseUnpriceable(Offerings offerings, List<Line<RevenueReport>> revenue) {
        for (Line<RevenueReport> line : revenue) {
            RevenueReport report = line.value();
            OfferingKey offering = new OfferingKey(report.getDsp(), report.getTerritory(), report.getOffering());
            for (Agreement agreement : offerings.inForce(offering, Period.parse(report.getPeriod()))) {
                boolean labels = agreement.getLabelPaymentsShareMillionths() != null;
                boolean subscribers =
                        agreement.getPerSubscriberMinimum() != null || agreement.getFloorPerSubscriber() != null;
                if (labels && report.getLabelPaymentsMicros() == null) {
                    missing(line, agreement, "label_payments", "label_payments_share");
                }
                if (subscribers && report.getSubscribers() == null) {
                    missing(line, agreement, "subscribers", "a minimum or floor per subscriber");
                } else if (holdsIdle(agreement) && report.getSubscribers() == null) {
                    missing(line, agreement, "subscribers", "idle_subscribers HOLD");
                }
            }
        }
    }

    /** Who played nothing is known only by how many paid. */
    private static boolean holdsIdle(Agreement agreement) {
        return agreement.getModel() == AllocationModel.USER_CENTRIC
                && agreement.getIdleSubscribers() == IdleSubscribers.HOLD;
    }

    private void missing(Line<RevenueReport> line, Agreement agreement, String column, String term) {
        errors.add(line.file(), line.line(), column + " is empty, but the " + agreement.getRightType()
                + " agreement from " + agreement.getValidFrom() + " has " + term + "; fill it in");
    }

    private void refusePlaysWithoutRevenue(
            Offerings offerings, List<Line<RevenueReport>> revenue, List<Line<Group>> groups) {
        Set<Group> reported = revenue.stream()
                .map(Line::value)
                .map(r -> new Group(
                        new OfferingKey(r.getDsp(), r.getTerritory(), r.getOffering()), Period.parse(r.getPeriod())))
                .collect(Collectors.toSet());
        for (Line<Group> line : groups) {
            Group group = line.value();
            List<Agreement> agreements = offerings.inForce(group.offering(), group.period());
            if (!agreements.isEmpty() && !reported.contains(group)) {
                errors.add(line.file(), line.line(), "plays of " + group.offering() + " in " + group.period()
                        + " fall under the agreement for "
                        + agreements.stream().map(a -> a.getRightType().name()).distinct().sorted()
                                .collect(Collectors.joining(", "))
                        + ", but revenue.csv has no line for dsp " + group.offering().dsp() + ", territory "
                        + group.offering().territory() + ", offering " + group.offering().offering() + ", period "
                        + group.period() + "; add one, with 0 if there was none");
            }
        }
    }
}
