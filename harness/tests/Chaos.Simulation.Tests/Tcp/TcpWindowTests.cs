using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.Tcp;

/// <summary>A peer with a closed window. Simulated hosts never close theirs; a kernel may.</summary>
public sealed class TcpWindowTests
{
    [Fact]
    public void A_closed_window_is_kept_to_and_probed_with_doubled_waits_until_it_opens()
    {
        TcpWorld world = WithClosedWindow();
        for (uint number = 0; number < 3; number++) world.Client.Send(number);
        world.Run(3000);
        Assert.Empty(world.Server.Received);
        world.Server.Window = 250;
        world.Run(10_000);

        long[] probes = [
            .. world.Segments.Where(segment => segment is { FromClient: true, Length: 0 } && segment.At > 1100 * TcpTimes.Millisecond)
            .Select(segment => segment.At / (100 * TcpTimes.Millisecond))];
        Assert.Equal([13, 17, 25, 41], probes);
        Assert.Equal([0u, 1, 2], world.Server.Received);
        // Two messages fit the window; the third follows their acknowledgment.
        Assert.Equal([100, 100, 100], world.Segments.Where(segment => segment is { FromClient: true, Length: > 0 })
            .Select(segment => segment.Length));
    }

    [Fact]
    public void A_connection_whose_window_stays_closed_lives_while_its_peer_answers_and_no_longer()
    {
        TcpWorld world = WithClosedWindow();
        world.Client.Send(0);

        world.Run(10_000_000);
        Assert.Equal(["connected"], world.Client.Told);
        world.IsConnected = false;
        world.Run(20_000_000);

        Assert.Equal(["connected", "timed out"], world.Client.Told);
    }

    /// <summary>Connected; a message of the server has closed its window at 1.1 s.</summary>
    private static TcpWorld WithClosedWindow()
    {
        TcpWorld world = new();
        world.Connect();
        world.Run(1000);
        world.Server.Window = 0;
        world.Server.Send(1);
        world.Run(1100);
        return world;
    }
}
