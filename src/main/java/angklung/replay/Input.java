package angklung.replay;

import angklung.avro.Agreement;
import angklung.avro.Party;
import angklung.avro.RecordingRights;
import angklung.avro.RevenueReport;
import java.util.List;

/**
 * The whole input, found to be in order. Plays stay in their files.
 *
 * @param dsps the services that have an agreement, sorted
 * @param schedule when what is sent and closed
 * @param playRows rows of all files of plays, late ones included
 */
public record Input(
        List<String> dsps,
        List<Agreement> agreements,
        List<RecordingRights> rights,
        List<Party> parties,
        List<RevenueReport> revenue,
        List<InputFile> plays,
        List<InputFile> latePlays,
        Schedule schedule,
        long playRows) {}
