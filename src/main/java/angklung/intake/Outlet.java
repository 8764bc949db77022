package angklung.intake;

import angklung.avro.ArtistUsage;
import angklung.avro.DeliveryReport;
import angklung.avro.PeriodState;
import angklung.avro.RejectedPlay;
import angklung.avro.ScreeningHit;
import angklung.avro.Usage;

/** Where a task's results go; each is sent in the transaction of what caused it. */
interface Outlet {
    void usage(String key, Usage usage);

    void artists(String key, ArtistUsage artists);

    void rejected(String key, RejectedPlay rejected);

    void delivery(String key, DeliveryReport report);

    void fact(String key, PeriodState fact);

    void hit(ScreeningHit hit);
}
