"""Words of invented customers, people and texts. In `WORDS` what stands first is said most."""

WORDS = (
    "error failed after timeout customer production since request connection service cannot cluster storage database network "
    "update region deployment access application certificate gateway policy login server subscription traffic node latency "
    "virtual machine backup restart intermittent portal disk token expired firewall endpoint private pod memory upgrade "
    "scaling slow unavailable returned denied permission identity account container image registry pipeline function queue "
    "message replica failover throttled quota limit exceeded dns resolution record zone route table peering tunnel vpn "
    "bandwidth packet loss proxy balancer probe health unhealthy backend origin cache purge header redirect cookie session "
    "secret key vault rotation principal role assignment tenant directory sync agent extension driver kernel boot snapshot "
    "restore retention archive tier blob share mount throughput latency index query deadlock lock transaction log shipping "
    "replication lag primary secondary partition shard hot consumer offset trigger binding host plugin runtime version "
    "rollback canary slot swap scale set autoscale metric alert diagnostic workspace dashboard export invoice budget "
    "allocation capacity reservation spot eviction drain cordon taint volume claim ingress controller webhook admission "
    "certificate chain handshake cipher protocol keepalive socket exhausted port ephemeral translation outbound inbound "
    "allowlist subnet overlap prefix advertised community circuit provider maintenance window planned unplanned rolling "
    "migration cutover import bulk batch job worker stuck pending orphaned leaked corrupted checksum mismatch truncated "
    "encoding charset locale clock skew leap drift nonce replay signature audience issuer claim consent conditional "
    "multifactor passkey enrolment compliance audit sovereign residency encryption transit rest envelope hardware module"
).split()

GIVEN = (
    "Amara Anders Beatriz Bogdan Chiara Dario Elif Emil Farida Goran Hanna Ilyas Ines Jonas Keiko Lars Leila Marek Mila Nadia "
    "Noor Oskar Priya Quentin Rosa Samir Tove Usha Viktor Yara"
).split()

SURNAMES = (
    "Aalto Bergman Castellano Dvorak Eriksen Fontaine Grabowski Haddad Ivanova Jansen Kowalski Lindqvist Moreau Nakamura Okafor "
    "Petrov Quintero Rossi Schreiber Takahashi Ulrich Vasquez Weber Yilmaz Zhang"
).split()

FIRST = (
    "Alder Amber Aspen Basalt Birch Bright Cedar Clear Cobalt Copper Coral Crown Dawn Delta East Elm Ember Fair Falcon Fern "
    "Flint Garnet Golden Granite Harbour Hazel High Iron Juniper Kestrel Lake Linden Maple Marble North Oak Onyx Pine Quartz Raven"
).split()

SECOND = (
    "bank bay bridge brook burn cliff coast crest croft dale dell field fold ford gate glen grove haven heath hill holm hurst "
    "isle land lea mead mere mill moor moss point port ridge shore side stead stone vale water wood"
).split()

TRADES = (
    "Logistics", "Foods", "Insurance", "Energy", "Retail", "Bank", "Airways", "Health", "Telecom", "Motors", "Media", "Materials", "Rail",
)  # fmt: skip
