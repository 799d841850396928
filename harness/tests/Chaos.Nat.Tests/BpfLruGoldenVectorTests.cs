using Chaos.Nat.Maps;

namespace Chaos.Nat.Tests;

/// <summary>Vectors of the kernel's own selftest (tools/testing/selftests/bpf/test_lru_map.c), one CPU, batch of 128; retold as steps and final keys.</summary>
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

        MapResult result = steps.Map.Update(1, 0, UpdateMode.Exist, cpu: 0);
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

    [Fact]
    public void S4_deleted_nodes_are_used_before_anything_is_evicted()
    {
        LruSteps steps = new(3 * 128);

        steps.Add(1, 256).Look(1, 128).Delete(129, 256).Add(257, 512);

        Assert.Equal(LruSteps.Range((1, 128), (257, 512)), steps.Keys);
    }

    [Fact]
    public void S5_the_only_key_goes_whatever_its_reference_bit()
    {
        LruSteps steps = new(1, cpus: 4);
        steps.Add(1, 1);

        for (int cpu = 0; cpu < 4; cpu++)
        {
            steps.Look(cpu + 1, cpu + 1);
            steps.Map.Update(cpu + 2, 0, UpdateMode.NoExist, cpu);
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
        int full = steps.Map.Count;
        steps.Add(size + 1, size + 1);

        Assert.Equal((size, left), (full, steps.Map.Count));
    }

    [Theory]
    [InlineData(BatchRule.Fixed128, 1, 1)]
    [InlineData(BatchRule.Scaled, 1, 33)]
    [InlineData(BatchRule.Scaled, 2, 49)]
    public void A_small_map_keeps_more_under_the_scaled_batch(BatchRule batch, int cpus, int left)
    {
        LruSteps steps = new(64, cpus, batch);

        steps.Add(1, 65);

        Assert.Equal(left, steps.Map.Count);
    }

    [Fact]
    public void A_size_that_is_no_multiple_of_the_batch_evicts_before_it_is_full()
    {
        LruSteps steps = new(1000);

        steps.Add(1, 896);
        int before = steps.Map.Count;
        steps.Add(897, 897);

        Assert.Equal((896, 873), (before, steps.Map.Count));
    }

    [Fact]
    public void A_refused_create_in_a_full_map_costs_a_batch_of_strangers()
    {
        LruSteps steps = new(1024);
        steps.Add(1, 1024);

        MapResult result = steps.Map.Update(1000, 0, UpdateMode.NoExist, cpu: 0);

        Assert.Equal((MapResult.Exists, 896), (result, steps.Map.Count));
    }

    [Fact]
    public void Scaled_batches_give_their_own_answer_to_s1()
    {
        LruSteps steps = new(192, 1, BatchRule.Scaled);

        steps.Add(1, 128).Look(1, 64).Add(129, 256);

        Assert.Equal(LruSteps.Range((1, 64), (161, 256)), steps.Keys);
    }
}
