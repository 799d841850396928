using Chaos.Model;
using Chaos.Nat.Maps;
using Chaos.Replay;

namespace Chaos.Nat.Tests.Maps;

/// <summary>
/// Vectors of the kernel's own selftest (tools/testing/selftests/bpf/test_lru_map.c), one CPU, batch of 128; retold as steps and final
/// keys.
/// </summary>
public sealed class BpfLruGoldenVectorTests
{
    [Fact]
    public void S0_a_program_lookup_saves_a_key()
    {
        LruSteps steps = new(2);

        steps.Add(1, 2).Look(1, 1).Add(3, 3);

        Assert.Equal([1, 3], steps.Keys);
    }

    [Fact]
    public void S7_a_lookup_by_system_call_saves_nothing()
    {
        LruSteps steps = new(2);

        steps.Add(1, 2).Peek(1, 1).Look(2, 2).Add(3, 3);

        Assert.Equal([2, 3], steps.Keys);
    }

    [Fact]
    public void S1_the_half_that_was_looked_at_survives_a_refill()
    {
        LruSteps steps = new(192);

        steps.Add(1, 128).Look(1, 64).Add(129, 256);

        Assert.Equal(LruSteps.Range((1, 64), (129, 256)), steps.Keys);
    }

    [Fact]
    public void S2_an_update_that_is_refused_has_already_evicted()
    {
        LruSteps steps = new(192);
        steps.Add(1, 128);

        MapResult result = steps.Do(MapAction.Replace, 1);
        steps.Add(1, 64).Look(1, 64).Add(129, 192).Add(193, 320);

        Assert.Equal(MapResult.NotFound, result);
        Assert.Equal(LruSteps.Range((1, 64), (193, 320)), steps.Keys);
    }

    [Fact]
    public void S3_all_but_the_referenced_make_room()
    {
        LruSteps steps = new(256);

        steps.Add(1, 256).Look(1, 191).Add(257, 320);

        Assert.Equal(LruSteps.Range((1, 191), (257, 320)), steps.Keys);
    }

    [Theory]
    [InlineData(LruFlavour.Common, 128)]
    [InlineData(LruFlavour.PerCpu, 4)]
    public void S4_deleted_nodes_are_used_before_anything_is_evicted(LruFlavour flavour, int batch)
    {
        LruSteps steps = new(3 * batch, flavour: flavour);

        steps.Add(1, 2 * batch).Look(1, batch).Delete(batch + 1, 2 * batch).Add(2 * batch + 1, 4 * batch);

        Assert.Equal(LruSteps.Range((1, batch), (2 * batch + 1, 4 * batch)), steps.Keys);
    }

    [Fact]
    public void S5_the_only_key_goes_whatever_its_reference_bit()
    {
        LruSteps steps = new(1, cpus: 4);
        steps.Add(1, 1);

        for (int cpu = 0; cpu < 4; cpu++)
        {
            steps.Look(cpu + 1, cpu + 1);
            steps.Add(cpu + 2, cpu + 2, cpu);
            Assert.Equal([cpu + 2], steps.Keys);
        }
    }

    [Theory]
    [InlineData(1024, 897)]
    [InlineData(4096, 3969)]
    public void One_insert_into_a_full_map_evicts_a_whole_batch(int size, int left)
    {
        LruSteps steps = new(size);

        steps.Add(1, size);
        int full = steps.Count;
        steps.Add(size + 1, size + 1);

        Assert.Equal((size, left), (full, steps.Count));
    }

    [Theory]
    [InlineData(BatchRule.Fixed128, 1, 1)]
    [InlineData(BatchRule.Scaled, 1, 33)]
    [InlineData(BatchRule.Scaled, 2, 49)]
    public void A_small_map_keeps_more_under_the_scaled_batch(BatchRule batch, int cpus, int left)
    {
        LruSteps steps = new(64, cpus, batch);

        steps.Add(1, 65);

        Assert.Equal(left, steps.Count);
    }

    [Fact]
    public void A_size_that_is_no_multiple_of_the_batch_evicts_before_it_is_full()
    {
        LruSteps steps = new(1000);

        steps.Add(1, 896);
        int before = steps.Count;
        steps.Add(897, 897);

        Assert.Equal((896, 873), (before, steps.Count));
    }

    [Fact]
    public void A_refused_create_in_a_full_map_costs_a_batch_of_strangers()
    {
        LruSteps steps = new(1024);
        steps.Add(1, 1024);

        MapResult result = steps.Do(MapAction.Create, 1000);

        Assert.Equal((MapResult.Exists, 896), (result, steps.Count));
    }

    [Fact]
    public void Scaled_batches_give_their_own_answer_to_s1()
    {
        LruSteps steps = new(192, 1, BatchRule.Scaled);

        steps.Add(1, 128).Look(1, 64).Add(129, 256);

        Assert.Equal(LruSteps.Range((1, 64), (161, 256)), steps.Keys);
    }

    [Fact]
    public void Scaled_batches_let_s2_keep_less()
    {
        LruSteps steps = new(192, 1, BatchRule.Scaled);
        steps.Add(1, 128);

        steps.Do(MapAction.Replace, 1);
        steps.Add(1, 64).Look(1, 64).Add(129, 192).Add(193, 320);

        Assert.Equal(LruSteps.Range((1, 64), (256, 320)), steps.Keys);
    }

    [Fact]
    public void S6_the_lists_of_one_cpu_rotate_at_every_insert()
    {
        LruSteps steps = new(8, flavour: LruFlavour.PerCpu);

        steps.Add(1, 4);
        for (int key = 5; key <= 8; key++) steps.Look(1, 4).Add(key, key);
        steps.Add(9, 12);

        Assert.Equal(LruSteps.Range((1, 4), (9, 12)), steps.Keys);
    }

    [Fact]
    public void One_cpu_evicts_while_the_others_are_empty_in_the_per_cpu_flavour()
    {
        LruSteps steps = new(64, cpus: 4, flavour: LruFlavour.PerCpu);

        steps.Add(1, 17, cpu: 2);

        Assert.Equal(4, steps.Evictions.Count);
        Assert.All(steps.Evictions, eviction => Assert.Equal((2, EvictionRule.Shrink), (eviction.Cpu, eviction.Rule)));
    }

    [Fact]
    public void The_per_cpu_flavour_rounds_up_to_equal_shares() =>
        Assert.Equal(12, new BpfLruHashMap<int, int>(9, BatchRule.Scaled, possibleCpus: 4, LruFlavour.PerCpu).Capacity);

    [Fact]
    public void A_create_of_the_oldest_key_evicts_that_key_and_succeeds()
    {
        LruSteps steps = new(1024);
        steps.Add(1, 1024);

        MapResult result = steps.Do(MapAction.Create, 1);

        Assert.Equal((MapResult.Ok, 897), (result, steps.Count));
    }

    [Fact]
    public void A_full_map_of_referenced_entries_gives_one_up_by_force()
    {
        LruSteps steps = new(256);

        steps.Add(1, 256).Look(1, 256).Add(257, 257);

        Eviction eviction = Assert.Single(steps.Evictions);
        Assert.Equal((EvictionRule.Forced, 256), (eviction.Rule, steps.Count));
    }

    [Fact]
    public void A_cpu_without_nodes_steals_the_pending_one_of_another()
    {
        LruSteps steps = new(1, cpus: 2);

        steps.Add(7, 7, cpu: 0).Add(8, 8, cpu: 1);

        Assert.Equal([new Eviction(7, 1, 1, EvictionRule.Steal)], steps.Evictions);
    }

    [Fact]
    public void An_overwrite_marks_and_an_insert_does_not()
    {
        LruSteps steps = new(2);
        steps.Add(1, 2);

        steps.Do(MapAction.Replace, 1);
        steps.Do(MapAction.Create, 3);

        Assert.Contains(3, steps.Keys);
    }

    /// <summary>
    /// Kernel commit d4adf1c9ee77: 10,000 entries on 79 CPUs, one insert on each, then 49 more on the last; and 4096 on 32, 2176 inserts.
    /// </summary>
    [Theory]
    [InlineData(BatchRule.Fixed128, 48)]
    [InlineData(BatchRule.Scaled, 0)]
    public void One_cpu_of_many_recycles_its_own_newest_under_the_fixed_batch(BatchRule batch, int evicted)
    {
        LruSteps steps = new(10_000, cpus: 79, batch);

        for (int cpu = 0; cpu < 79; cpu++) steps.Add(cpu + 1, cpu + 1, cpu);
        steps.Add(80, 128, cpu: 78);

        Assert.Equal(evicted, steps.Evictions.Count);
    }
}
