using FsCheck;
using FsCheck.Fluent;

namespace GstMemInterop.Tests.Properties;

/// <summary>Whatever is done to a buffer of 0 to 16 memories, it holds what a plain list of bytes would, and copies that others hold do not change.</summary>
public class BufferPropertyTests
{
    private const int Sequences = 2500;

    [Fact]
    public void A_buffer_behaves_like_a_list_of_bytes()
    {
        int run = 0;
        string? counterexample = null;
        Property property = Prop.ForAll(Programs(), steps =>
        {
            run++;
            string? difference = BufferProgram.FirstDifference(steps);
            counterexample = difference ?? counterexample; // FsCheck shrinks: the last one seen is the smallest
            return difference is null;
        });
        try
        {
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(40), property);
        }
        catch (Exception exception) when (counterexample is not null)
        {
            Assert.Fail($"{counterexample}{Environment.NewLine}{exception.Message}");
        }

        Assert.True(run >= Sequences, $"Only {run} sequences ran.");
    }

    private static Arbitrary<Step[]> Programs()
    {
        Gen<Step> step =
            from verb in Gen.Elements(Enum.GetValues<Verb>())
            from a in Gen.Choose(0, 1000)
            from b in Gen.Choose(0, 1000)
            select new Step(verb, a, b);
        return Arb.From(step.ArrayOf(), Shrink);
    }

    /// <summary>Fewer steps first, then smaller numbers: counterexamples stay readable.</summary>
    private static IEnumerable<Step[]> Shrink(Step[] steps)
    {
        for (int part = steps.Length / 2; part > 0; part /= 2)
        {
            for (int at = 0; at + part <= steps.Length; at += part)
            {
                yield return [.. steps[..at], .. steps[(at + part)..]];
            }
        }

        for (int i = 0; i < steps.Length; i++)
        {
            foreach (Step smaller in (Step[])[steps[i] with { A = steps[i].A / 2 }, steps[i] with { B = steps[i].B / 2 }])
            {
                if (smaller != steps[i])
                {
                    yield return [.. steps[..i], smaller, .. steps[(i + 1)..]];
                }
            }
        }
    }
}
