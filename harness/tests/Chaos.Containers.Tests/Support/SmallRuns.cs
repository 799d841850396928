using Chaos.Bpf;
using Chaos.Containers.Topologies;
using Chaos.Control;
using Chaos.Model;
using Chaos.Targets;
using Chaos.Targets.Csharp;
using Chaos.Targets.None;
using Chaos.Worlds;

namespace Chaos.Containers.Tests.Support;

/// <summary>Small plans, and running them to their end.</summary>
internal static class SmallRuns
{
    public const long Second = 1_000_000_000;
    public const long Millisecond = 1_000_000;
    private const long Lead = 200 * Millisecond;

    public static readonly NatOptions Nat = new()
    {
        Variant = "baseline", Map = new MapOptions(4096, PossibleCpus: PossibleCpus.Count), Seed = 1,
    };

    /// <summary>Two clients, two servers, no flow.</summary>
    public static TopologyOptions Empty(string run) => Options(run, Traffic(0));

    /// <summary>Our NAT between the hosts of a plan.</summary>
    /// <param name="run">Name of the run.</param>
    /// <param name="traffic">What the hosts do.</param>
    /// <param name="nat">Null: <see cref="Nat"/>.</param>
    public static TopologyOptions Options(string run, TrafficPlan traffic, NatOptions? nat = null) => new()
    {
        Plan = new RunPlan { Name = run, Traffic = traffic, Phases = new RunPhases(0, 0, 0, 0, Second, 0), Nat = nat ?? Nat },
        Target = new CsharpTarget(),
    };

    /// <summary>The same hosts with a target between them.</summary>
    public static TopologyOptions Behind(this TopologyOptions options, string target) =>
        options with { Target = (IContainerTarget)TargetCatalog.BuiltIn[target] };

    /// <summary>The same hosts without a NAT between them.</summary>
    public static TopologyOptions WithoutNat(this TopologyOptions options) => options with { Target = NoneTarget.Instance };

    public static GroupPlan Group(string name, Transport transport, long clientEvery, long serverEvery, bool reply = false) => new()
    {
        Name = name,
        Transport = transport,
        ClientPeriod = clientEvery,
        ServerPeriod = serverEvery,
        JitterPartsPerMillion = 100_000,
        Reply = reply,
        Patience = Second,
        Roaming = false,
    };

    /// <summary><paramref name="count"/> flows of each group, dealt to two clients and two servers.</summary>
    public static TrafficPlan Traffic(int count, params GroupPlan[] groups) => new()
    {
        Clients = 2,
        Servers = 2,
        ServerPorts = [7000],
        SourcePortMinimum = 32768,
        SourcePortMaximum = 60999,
        Groups = groups,
        Flows = [.. Enumerable.Range(0, count * groups.Length).Select(number => Flow(number, number / count))],
        Pressure = [],
    };

    /// <summary>Starts the traffic, lets it run, and returns everything that was said until all summaries are there.</summary>
    /// <param name="topology">Ready and not started.</param>
    /// <param name="flows">How many are planned.</param>
    /// <param name="length">Nanoseconds from the epoch to the stop.</param>
    /// <param name="onceOpen">Done when all flows have opened.</param>
    public static async Task<List<ProgramEvent>> RunAsync(Topology topology, int flows, long length, Func<Task>? onceOpen = null)
    {
        await topology.SendToAllAsync(new Start { EpochNanoseconds = topology.MonotonicNanoseconds + Lead });
        foreach (ContainerProgram endpoint in topology.Clients.Concat(topology.Servers))
            await endpoint.SendAsync(new StopAt { At = length });
        List<ProgramEvent> heard = [];
        int opened = 0;
        int summaries = 0;
        while (summaries < topology.Clients.Count + topology.Servers.Count)
        {
            ProgramEvent next = await topology.Events.ReadAsync(TestContext.Current.CancellationToken);
            heard.Add(next);
            if (next is ProgramEnded ended) Assert.Fail(ended.Failure);
            if (next is ProgramSaid { Message: Error error } said) Assert.Fail($"{said.Program.Name}: {error.Text}");
            if (next is ProgramSaid { Message: Summary }) summaries++;
            if (next is ProgramSaid { Message: Opened } && ++opened == flows && onceOpen is not null) await onceOpen();
        }
        return heard;
    }

    public static IEnumerable<TMessage> Said<TMessage>(this IEnumerable<ProgramEvent> events) where TMessage : ControlMessage =>
        events.OfType<ProgramSaid>().Select(said => said.Message).OfType<TMessage>();

    /// <summary>The answer of a program to a question; events before it are thrown away.</summary>
    public static async Task<TAnswer> AskAsync<TAnswer>(
        Topology topology, ContainerProgram program, ControlMessage question) where TAnswer : ControlMessage
    {
        await program.SendAsync(question);
        while (true)
        {
            ProgramEvent next = await topology.Events.ReadAsync(TestContext.Current.CancellationToken);
            if (next is ProgramSaid { Message: TAnswer answer } said && said.Program == program) return answer;
            if (next is ProgramSaid { Message: Error error }) Assert.Fail(error.Text);
        }
    }

    private static FlowPlan Flow(int number, int group) => new(
        number, $"flow-{number}", group, Client: number % 2, (ushort)(40000 + number), Server: number / 2 % 2, ServerPort: 7000,
        OpenAt: number * Millisecond, PayloadBytes: 64 + number % 100, Seed: (ulong)number);
}
