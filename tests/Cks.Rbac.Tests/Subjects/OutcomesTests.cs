using CsCheck;

namespace Cks.Rbac.Tests.Subjects;

public sealed class OutcomesTests
{
    [Fact]
    public void Each_capability_has_the_number_it_was_given_and_all_others_have_none() =>
        Gen.Int[0, 4].Array[1, 300].Sample(all =>
        {
            Outcomes outcomes = new(all);

            Assert.Equal(all, Enumerable.Range(0, all.Length).Select(i => outcomes[i]));
            Assert.All([-1, int.MinValue, all.Length, all.Length + 63, int.MaxValue], beyond => Assert.Equal(0, outcomes[beyond]));
            Assert.Equal(all.Length, outcomes.Length);
        });
}
