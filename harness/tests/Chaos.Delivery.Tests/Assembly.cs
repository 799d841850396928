using Chaos.Delivery.Tests;

[assembly: AssemblyFixture(typeof(Feed))]
