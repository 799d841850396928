using System.Text;

namespace Chaos.Control.Tests;

public sealed class ControlChannelTests
{
    private readonly Queue<byte[]> input = new();
    private readonly List<byte> output = [];

    [Fact]
    public void Garbage_and_endless_lines_are_answered_by_errors_and_the_next_order_counts()
    {
        ControlChannel channel = Channel(writesAtOnce: 7);
        input.Enqueue("nonsense\n"u8.ToArray());
        input.Enqueue(Encoding.UTF8.GetBytes(new string('x', 300)));
        input.Enqueue("\n{\"type\":\"st"u8.ToArray());
        input.Enqueue("op\"}\n"u8.ToArray());

        List<ControlMessage> orders = [];
        while (input.Count > 0)
        {
            Assert.True(channel.Pump());
            while (channel.TryNext(out ControlMessage order)) orders.Add(order);
        }
        Assert.True(channel.Flush());

        Assert.Equal([new Stop()], orders);
        Assert.Equal(
            2, Encoding.UTF8.GetString([.. output]).Split('\n').Count(line => line.Contains("\"error\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_end_of_the_input_and_a_reader_that_is_gone_are_told()
    {
        ControlChannel channel = Channel(writesAtOnce: -1);
        channel.Send(new Stop());

        Assert.False(channel.Pump());
        Assert.False(channel.Flush());
    }

    private ControlChannel Channel(int writesAtOnce) => new(
        buffer =>
        {
            if (!input.TryDequeue(out byte[]? bytes)) return 0;
            bytes.CopyTo(buffer);
            return bytes.Length;
        },
        bytes =>
        {
            if (writesAtOnce < 0) return -1;
            int count = Math.Min(writesAtOnce, bytes.Length);
            output.AddRange(bytes[..count]);
            return count;
        },
        maximumLineBytes: 100);
}
