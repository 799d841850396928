using Chaos.Control;
using Chaos.Faults;
using Chaos.Model;
using Chaos.Worlds;

namespace Chaos.Containers.Dialects;

/// <summary>
/// Somebody's image, by the contract of harness/docs/image-target.md: it says that it is ready, and which verbs it obeys; then it answers
/// what it is asked, in that order, and says nothing else.
/// </summary>
/// <param name="nat">What the environment of the image says.</param>
/// <param name="watched">The flows that a fault may choose from.</param>
/// <param name="needed">The verbs that the run cannot do without.</param>
/// <param name="monotonic">The clock of the containers, in nanoseconds.</param>
internal sealed class ImageDialect(
    NatOptions nat, IEnumerable<WatchedFlow> watched, IReadOnlySet<string> needed, Func<long> monotonic) : IDialect
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, FiveTuple> connections = watched.ToDictionary(flow => flow.Flow, flow => flow.Connection);
    private readonly Queue<(string Verb, int Fault)> asked = new();
    private bool isReady, tellsTable;
    private long epoch;

    public int LongestLine => 64 << 10;

    public long LongestLog => 64 << 20;

    private long Now => monotonic() - epoch;

    /// <summary>The verbs that a run cannot do without.</summary>
    public static IReadOnlySet<string> NeededBy(RunPlan plan) => plan.Faults
        .SelectMany(planned => new[]
        {
            ImageOrder.VerbFor(planned.Fault),
            planned.When is { } when && when.Needs().HasFlag(Capability.ReportTable) ? ImageOrder.Stats : null,
        })
        .OfType<string>().ToHashSet();

    public Utterance Say(ControlMessage message)
    {
        lock (gate)
        {
            switch (message)
            {
                case Start start:
                    epoch = start.EpochNanoseconds;
                    return default;
                case AskStatistics when !tellsTable:
                    return new Utterance(null, Statistics(null, 0));
                case AskStatistics:
                    return Ask(new ImageOrder(ImageOrder.Stats), 0);
                case InjectFault inject:
                    return ImageOrder.Of(inject.Order, connections) is { } order
                        ? Ask(order, inject.Number) : new Utterance(null, Done(inject.Number, FaultReport.Nothing));
                default:
                    // Its environment has the rest.
                    return default;
            }
        }
    }

    public ControlMessage Read(ReadOnlySpan<byte> line)
    {
        ImageAnswer answer = ImageAnswer.Parse(line);
        lock (gate)
        {
            if (answer.Type == "ready") return TakeReady(answer);
            if (!asked.TryDequeue(out (string Verb, int Fault) question))
            {
                throw new ControlFormatException(answer.Type == "unsupported"
                    ? $"does not support what its environment asks{answer.Because}" : $"wrote `{answer.Type}` without being asked");
            }

            if (answer.Type == "unsupported") throw new ControlFormatException($"does not support this `{question.Verb}`{answer.Because}");
            if (answer.Type != question.Verb)
                throw new ControlFormatException($"answered `{question.Verb}` with `{answer.Type}`");
            return question.Verb == ImageOrder.Stats ? TakeStatistics(answer) : Done(question.Fault, Removed(answer));
        }
    }

    private Utterance Ask(ImageOrder order, int fault)
    {
        asked.Enqueue((order.Type, fault));
        return new Utterance(order.ToLine());
    }

    private Ready TakeReady(ImageAnswer answer)
    {
        if (isReady) throw new ControlFormatException("wrote `ready` twice");
        isReady = true;
        HashSet<string> offered = [.. answer.Verbs ?? []];
        tellsTable = offered.Contains(ImageOrder.Stats);
        if (needed.Except(offered).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw new ControlFormatException(
                $"does not offer `{missing}`, which a fault of the scenario needs: name it in the verbs of `ready`, or remove the fault");
        // An image has no clock of ours, and no descriptors that we would count.
        return new Ready { MonotonicNanoseconds = 0, DescriptorLimit = 0 };
    }

    private NodeStatistics TakeStatistics(ImageAnswer answer)
    {
        int entries = answer.Entries ?? throw new ControlFormatException("answered `stats` without `entries`");
        return Statistics(
            new TableCounters(entries, nat.Map.Size, answer.Evictions ?? 0, answer.Refusals ?? 0, 0, 0, 0), answer.Packets ?? 0);
    }

    private NodeStatistics Statistics(TableCounters? table, long packets) => new()
    {
        At = Now,
        Packets = packets,
        Forwarded = 0,
        Punted = 0,
        WriteFailures = 0,
        Drops = new Dictionary<string, long>(),
        Mappings = 0,
        Table = table,
    };

    private FaultDone Done(int fault, FaultReport report) => new() { Number = fault, At = Now, Report = report };

    private static FaultReport Removed(ImageAnswer answer) => answer.Entries is { } entries
        ? new FaultReport(new Dictionary<string, long> { [FaultReport.Entries] = entries }, []) : FaultReport.Nothing;
}
