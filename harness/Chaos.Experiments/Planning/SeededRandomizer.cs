using Bogus;
using Chaos.Core;

namespace Chaos.Experiments.Planning;

/// <summary>
/// Bogus, drawing from one of our named streams: the platform's own generator may change between versions, ours does not.
/// </summary>
internal sealed class SeededRandomizer : Randomizer
{
    public SeededRandomizer(ulong seed, string name) => localSeed = new StreamRandom(new RandomStream(seed, name));

    // RS0030: the one place where the platform's type is right, as the shape that Bogus asks for; every draw comes from our stream.
#pragma warning disable RS0030
    private sealed class StreamRandom(RandomStream stream) : Random
    {
        private RandomStream stream = stream;

        public override int Next() => (int)stream.NextBelow(int.MaxValue);

        public override int Next(int maxValue) => (int)stream.NextBelow(maxValue);

        public override int Next(int minValue, int maxValue) => (int)stream.NextBetween(minValue, (long)maxValue - 1);

        public override double NextDouble() => Sample();

        public override void NextBytes(byte[] buffer)
        {
            for (int place = 0; place < buffer.Length; place++) buffer[place] = (byte)stream.NextBelow(256);
        }

        protected override double Sample() => (stream.Next() >> 11) * (1.0 / (1UL << 53));
    }
#pragma warning restore RS0030
}
