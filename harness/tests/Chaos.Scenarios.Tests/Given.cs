using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Chaos.Scenarios.Cells;
using Chaos.Scenarios.Expectations;

namespace Chaos.Scenarios.Tests;

/// <summary>Scenario texts that load, and ways to load and compare them.</summary>
internal static class Given
{
    public const string File = "good.yaml";

    public const string Small = """
        version: 1
        name: small
        duration: 10s
        flows:
          - { name: feeds, protocol: udp, count: 5, serverEvery: 1s }

        """;

    /// <summary>Every key of the format, and no value that is a default.</summary>
    public const string Full = """
        # yaml-language-server: $schema=./scenario.schema.json
        version: 1
        name: receive-only
        question: >
          Do flows that mostly receive
          survive churn: "yes" or 'no'?
        backend: docker
        topology: nodeport
        clients: 5
        servers: 9
        portsPerServer: 2
        sourcePorts: 40000-50000
        warmUp: 30s
        duration: 60s
        heal: 10s
        seed: 18446744073709551615
        repetitions: 4
        roomy: true
        control: off
        nat:
          target: image
          image: my-nat:1.2
          env: [EVICT=lru, LOG=debug]
          variant: baseline
          ports: 40000-65535
          unmatched: drop
          portSelection: cilium-1.16
          staleEgress: keep
          conntrack: on
          conntrackTcpSize: 4096
          conntrackAnySize: 2048
          conntrackGcInterval: 30s
          map: { size: 4096, lru: percpu, batch: fixed-128, possibleCpus: 3 }
        links: { rtt: 20ms, rttAt: servers, serverToNode: { loss: 1% } }
        flows:
          - name: feeds
            protocol: udp
            count: 500
            openOver: 2.5s
            clientEvery: 10s
            serverEvery: 100ms
            jitter: 12.5%
            reply: true
            payload: 128B
            patience: 4s
            peer: roaming
            onDeath: reopen
            reopenAfter: 1.5s
          - { name: web, protocol: tcp, count: 10, clientEvery: 1s..20s, keepAlive: 30s }
          - { name: phones, count: 9, mix: { mobile-push: 7, voip: 2 }, patience: 5s }
          - { name: pool, count: 8, profile: database-pool, serverEvery: 1s..2s..5s..10s..60s }
        pressure:
          - name: dns
            profile: request-response
            protocol: udp
            rate: 400.5/s
            ramp: { to: 4000/s, over: 30s }
            burst: { every: 10s, length: 1s }
            exchanges: 2
            replies: false
            payload: 16B..1400B
        faults:
          - { at: 20s, evict: { half: reverse, select: random, count: 10%, group: feeds } }
          - { at: 0s, evict: { half: both, count: 7 } }
          - { at: 5s, every: 10s, until: 30s, flush: nat }
          - { between: 1s..2.5s, for: 3s, evict: { half: any, rate: 20/s } }
          - { when: survival < 50%, flush: nat }
          - { at: 6s, resize: { size: 512, entries: carried } }
          - { at: 6s, gc: purgeOrphans }
          - { at: 7s, for: 1s, portRange: 41000-42000 }
          - { at: 7s, egressAddress: 2 }
          - { at: 8s, fill: 90% }
          - { at: 9s, for: 500ms, restart: { map: lost } }
          - { at: 10s, for: 1s, pause: node }
          - { at: 11s, for: 5s, cpuLimit: 20% }
          - { at: 12s, for: 1s, delay: { by: 50ms, link: servers, direction: toNode, host: 3 } }
          - { at: 12s, for: 1s, jitter: { by: 20ms } }
          - { at: 12s, for: 1s, loss: { share: 5%, link: clients, direction: fromNode } }
          - { at: 12s, for: 1s, duplicate: { share: 6% } }
          - { at: 12s, for: 1s, reorder: { share: 7%, by: 5ms } }
          - { at: 12s, for: 1s, corrupt: { share: 8% } }
          - { at: 12s, for: 1s, partition: { link: clients, host: 0 } }
          - { at: 13s, for: 1s, serverRestart: 8 }
          - { at: 13s, for: 1s, clientPause: all }
          - { at: 13s, for: 1s, pressureBurst: { pressure: dns, rate: 900/s } }
        matrix:
          mapSize: [2048, 4096]
          variant: [baseline, cilium-1.17, cilium-1.18]
          flows.feeds.clientEvery: [never, 10s]
          exclude:
            - { mapSize: 2048, variant: cilium-1.17 }
        expect:
          - { where: { variant: cilium-1.18, mapSize: 4096, group: feeds }, survival: ">=99%" }
          - { survival: "<= 50.5%" }
          - { better: cilium-1.18, than: baseline, where: { mapSize: 4096 }, by: "> 30pp" }

        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameExpectations, LeavePositionsOut } },
    };

    public static LoadResult Load(string text, params string[] sets) => ScenarioLoader.LoadText(text, File, sets, null);

    public static ScenarioPlan Plan(string text, params string[] sets)
    {
        LoadResult result = Load(text, sets);
        Assert.Empty(result.Mistakes);
        return result.Plan!;
    }

    /// <summary>All mistakes, each as one line.</summary>
    public static string[] Mistakes(string text, params string[] sets)
    {
        LoadResult result = Load(text, sets);
        Assert.Null(result.Plan);
        return [.. result.Mistakes.Select(mistake => mistake.ToString())];
    }

    /// <summary>Lists inside records compare by reference, so plans are compared by all that they hold.</summary>
    public static string Show(ScenarioPlan plan) => JsonSerializer.Serialize(plan, Json);

    /// <summary>The same plan may stand in another file, or elsewhere in it.</summary>
    private static void LeavePositionsOut(JsonTypeInfo type)
    {
        if (type.Type != typeof(Demand) && type.Type != typeof(Mistake)) return;
        foreach (JsonPropertyInfo position in type.Properties.Where(
            property => property.Name is not (nameof(Demand.Needs) or nameof(Demand.Asker) or nameof(Mistake.Reason))).ToArray())
            type.Properties.Remove(position);
    }

    private static void NameExpectations(JsonTypeInfo type)
    {
        if (type.Type != typeof(Expectation)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (Type kind in typeof(Expectation).Assembly.GetTypes()
            .Where(kind => kind.IsSubclassOf(typeof(Expectation)) && !kind.IsAbstract))
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, kind.Name));
    }
}
