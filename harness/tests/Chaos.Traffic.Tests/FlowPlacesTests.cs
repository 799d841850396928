namespace Chaos.Traffic.Tests;

public sealed class FlowPlacesTests
{
    [Fact]
    public void A_part_of_a_plan_keeps_the_numbers_of_the_whole()
    {
        FlowPlaces places = new([Flow(number: 40, client: 0, server: 1), Flow(number: 7, client: 1, server: 1), Flow(number: 41, client: 0, server: 0)]);

        Assert.Equal((0, 0, 1), (places.AmongClients.Span[40], places.AmongClients.Span[7], places.AmongClients.Span[41]));
        Assert.Equal((0, 1, 0), (places.AmongServers.Span[40], places.AmongServers.Span[7], places.AmongServers.Span[41]));
    }

    private static FlowPlan Flow(int number, int client, int server) => new(number, $"group-{number}", 0, client, 40000, server, 8080, 0, 64, Seed: 7);
}
