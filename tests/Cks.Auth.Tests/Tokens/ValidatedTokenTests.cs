namespace Cks.Auth.Tests;

public sealed class ValidatedTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_restored_token_says_what_was_kept_and_no_more()
    {
        Assert.True(ValidatedToken.TryRestore("https://login.example", "ada", "s1", Now, Now.AddHours(8), out var token));

        Assert.Equal(("https://login.example", "ada", "s1", Now, Now.AddHours(8)), (token.Issuer, token.Subject, token.SessionId, token.IssuedAt, token.ExpiresAt));
        Assert.Null(token.TokenId);
        Assert.False(token.TryGetString("sub", out _));
    }

    [Theory]
    [InlineData(null, "ada", null)]
    [InlineData("", "ada", null)]
    [InlineData("https://login.example", null, null)]
    [InlineData("https://login.example", "", null)]
    [InlineData("https://login.example", "a\0da", null)]
    [InlineData("https://login.example", "ada\u0085", null)]
    [InlineData("https://login.example", "ada", "")]
    [InlineData("https://login.example", "ada", "s\n1")]
    public void What_no_good_token_says_is_not_restored(string? issuer, string? subject, string? sessionId)
    {
        Assert.False(ValidatedToken.TryRestore(issuer, subject, sessionId, Now, Now.AddHours(8), out var token));
        Assert.Null(token);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_subject_has_at_most_255_characters(int length, bool restored) =>
        Assert.Equal(restored, ValidatedToken.TryRestore("https://login.example", new('a', length), null, Now, Now.AddHours(8), out _));
}
