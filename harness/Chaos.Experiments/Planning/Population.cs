using Bogus;
using Chaos.Model;
using Chaos.Scenarios;

namespace Chaos.Experiments.Planning;

/// <summary>Draws the watched flows of one repetition: payloads, start times, places and ports.</summary>
/// <remarks>Names are fixed by the contract of flows.csv (GROUP-N). Flows are dealt to the clients in turn; the server is drawn.</remarks>
internal sealed class Population
{
    private readonly Scenario scenario;
    private readonly IReadOnlyList<ushort> serverPorts;
    private readonly Queue<ushort>[] sourcePorts;
    private readonly ulong seed;

    public Population(Scenario scenario, IReadOnlyList<ushort> serverPorts, ulong repetitionSeed)
    {
        this.scenario = scenario;
        this.serverPorts = serverPorts;
        seed = repetitionSeed;
        IEnumerable<ushort> range = Enumerable.Range(scenario.SourcePorts.Minimum, scenario.SourcePorts.Count).Select(port => (ushort)port);
        sourcePorts = [.. Enumerable.Range(0, scenario.Clients)
            .Select(client => new Queue<ushort>(new SeededRandomizer(seed, $"population/source-ports/{client}").Shuffle(range)))];
    }

    public List<FlowPlan> Draw()
    {
        List<FlowPlan> flows = [];
        int firstShape = 0;
        foreach (FlowGroup group in scenario.Flows)
        {
            Drawing drawing = new(
                group, firstShape, new Faker { Random = Stream(group, "") }, new ShapeDraw(group, Stream(group, "/mix")),
                Stream(group, "/periods"));
            for (int member = 0; member < group.Count; member++) flows.Add(DrawOne(drawing, member, flows.Count));
            firstShape += group.Shapes.Count;
        }

        return flows;
    }

    private SeededRandomizer Stream(FlowGroup group, string purpose) => new(seed, $"population/{group.Name}{purpose}");

    private FlowPlan DrawOne(Drawing drawing, int member, int number)
    {
        Faker faker = drawing.Faker;
        int place = drawing.Shapes.Next();
        FlowShape shape = drawing.Group.Shapes[place];
        int client = number % scenario.Clients;
        long openOver = Nanoseconds.Of(drawing.Group.OpenOver);
        return new FlowPlan(
            number,
            $"{drawing.Group.Name}-{member}",
            drawing.FirstShape + place,
            client,
            sourcePorts[client].Dequeue(),
            drawing.Group.Servers is { } own ? own[faker.Random.Number(own.Count - 1)] : faker.Random.Number(scenario.Servers - 1),
            drawing.Group.Port ?? faker.PickRandom<ushort>(serverPorts),
            openOver == 0 ? 0 : faker.Random.Long(0, openOver - 1),
            faker.Random.Number(shape.Payload.MinimumBytes, shape.Payload.MaximumBytes),
            faker.Random.ULong())
        {
            ClientPeriod = DrawPeriod(shape.ClientEvery, drawing.Periods),
            ServerPeriod = DrawPeriod(shape.ServerEvery, drawing.Periods),
        };
    }

    /// <summary>A period of the flow's own; null where all flows have the same.</summary>
    private static long? DrawPeriod(PeriodSpread? spread, SeededRandomizer random)
    {
        if (spread is not { IsOne: false } several) return null;
        int gap = random.Number(several.Points.Count - 2);
        return random.Long(Nanoseconds.Of(several.Points[gap]), Nanoseconds.Of(several.Points[gap + 1]));
    }

    /// <summary>The streams of one group; what only some groups draw has a stream of its own.</summary>
    private sealed record Drawing(FlowGroup Group, int FirstShape, Faker Faker, ShapeDraw Shapes, SeededRandomizer Periods);

    /// <summary>Draws the place of a flow's shape by weight.</summary>
    private sealed class ShapeDraw(FlowGroup group, SeededRandomizer random)
    {
        private readonly int total = group.Shapes.Sum(shape => shape.Weight);

        public int Next()
        {
            if (group.Shapes.Count == 1) return 0;
            int left = random.Number(total - 1);
            int place = 0;
            for (; left >= group.Shapes[place].Weight; place++) left -= group.Shapes[place].Weight;
            return place;
        }
    }
}
