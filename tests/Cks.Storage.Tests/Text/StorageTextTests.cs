using CsCheck;

namespace Cks.Storage.Tests;

public sealed class StorageTextTests
{
    private const string Odd = "\\\0u0hd8\ud800\udc00";
    private static readonly Gen<string> Texts = Gen.Select(Gen.Char['\0', '\uffff'], Gen.Int[0, 2 * Odd.Length], (any, odd) => odd < Odd.Length ? Odd[odd] : any).Array[0, 12].Select(c => new string(c));

    [Fact]
    public void Any_text_comes_back_and_its_form_is_one_that_both_databases_keep() => Texts.Sample(
        text =>
        {
            var stored = StorageText.Encode(text);
            Assert.Equal(text, StorageText.Decode(stored), StringComparer.Ordinal);
            Assert.DoesNotContain('\0', stored);
            Assert.Equal(stored, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(stored)), StringComparer.Ordinal);
        },
        iter: 20_000);

    [Fact]
    public void No_two_texts_have_one_form() => Gen.Select(Texts, Texts).Sample((a, b) => Assert.Equal(a == b, StorageText.Encode(a) == StorageText.Encode(b)), iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("https://login.example")]
    [InlineData("läte 😀")]
    public void Ordinary_text_stays_as_it_is(string text) => Assert.Equal(text, StorageText.Encode(text));

    [Theory]
    [InlineData("\\")]
    [InlineData("a\\")]
    [InlineData("\\x")]
    [InlineData("\\u12")]
    [InlineData("\\u12g4")]
    [InlineData("\\u 123")]
    [InlineData("\\h00")]
    public void What_nobody_writes_is_refused(string stored) => Assert.Throws<FormatException>(() => StorageText.Decode(stored));

    [Fact]
    public void A_long_key_is_short_and_no_other_text()
    {
        var (one, other) = (new string('x', 256), new string('x', 257));
        Assert.NotEqual(StorageText.Key(one), StorageText.Key(other));
        Assert.Equal(66, StorageText.Key(one).Length);
        Assert.NotEqual(StorageText.Key(one), StorageText.Key(StorageText.Key(one)));
        Assert.Equal(new string('x', 255), StorageText.Key(new string('x', 255)));
    }
}
