package angklung.replay;

import angklung.avro.Agreement;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.RevenueReport;
import angklung.avro.ScreeningRule;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedPolicy;
import java.util.List;

/**
 * The whole input, found to be in order. Plays stay in their files.
 *
 * @param dsps the services that have an agreement, sorted
 * @param rights sent before any play
 * @param deductions of the file, and those that parties name or write out, with all their steps; at any time one
 *     version of each chain is in force
 * @param taxProfiles of the file, and those that parties name or write out
 * @param schedule when what is sent and closed
 * @param playRows rows of all files of plays, late ones included
 */
public record Input(
        List<String> dsps,
        List<Agreement> agreements,
        RightsInput rights,
        List<ScreeningRule> screeningRules,
        List<UnclaimedPolicy> unclaimedPolicies,
        List<DeductionChain> deductions,
        List<TaxProfile> taxProfiles,
        List<FxRate> fxRates,
        List<Party> parties,
        List<RevenueReport> revenue,
        List<InputFile> plays,
        LateInput late,
        Schedule schedule,
        long playRows) {}
