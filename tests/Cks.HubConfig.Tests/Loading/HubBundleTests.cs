using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubBundleTests
{
    [Fact]
    public void What_is_written_is_read_again_whatever_it_holds() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.Byte.Array[0, 60]).Array[0, 5].Sample(documents =>
        {
            HubFile[] files = [.. documents.Select(d => new HubFile(d.Item1, "some name", d.Item2))];
            var read = HubBundle.Read(HubBundle.Write(files).Span);
            Assert.Equal(files.Select(f => (f.Role, Convert.ToHexString(f.Utf8.Span))), read.Select(f => (f.Role, Convert.ToHexString(f.Utf8.Span))));
        });

    [Theory]
    [InlineData("contractor")]
    [InlineData("contractor\n")]
    [InlineData("contractor\n5\nabcd")]
    [InlineData("contractor\n-1\n")]
    [InlineData("contractor\n99999999999\n")]
    public void A_bundle_that_is_cut_or_wrong_is_not_read(string text) => Assert.Throws<FormatException>(() => HubBundle.Read(System.Text.Encoding.UTF8.GetBytes(text)));
}
