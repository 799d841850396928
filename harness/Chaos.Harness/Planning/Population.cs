using Bogus;
using Chaos.Scenarios;
using Chaos.Traffic;

namespace Chaos.Harness.Planning;

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
        for (int group = 0; group < scenario.Flows.Count; group++)
        {
            Faker faker = new() { Random = new SeededRandomizer(seed, $"population/{scenario.Flows[group].Name}") };
            for (int member = 0; member < scenario.Flows[group].Count; member++) flows.Add(DrawOne(faker, group, member, flows.Count));
        }

        return flows;
    }

    private FlowPlan DrawOne(Faker faker, int group, int member, int number)
    {
        FlowGroup description = scenario.Flows[group];
        int client = number % scenario.Clients;
        long openOver = Nanoseconds.Of(description.OpenOver);
        return new FlowPlan(
            number,
            $"{description.Name}-{member}",
            group,
            client,
            sourcePorts[client].Dequeue(),
            faker.Random.Number(scenario.Servers - 1),
            faker.PickRandom<ushort>(serverPorts),
            openOver == 0 ? 0 : faker.Random.Long(0, openOver - 1),
            faker.Random.Number(description.Payload.MinimumBytes, description.Payload.MaximumBytes),
            faker.Random.ULong());
    }
}
