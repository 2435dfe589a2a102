namespace Cks.Tests.Samples;

/// <summary>What the first page of the documentation promises about the smallest program.</summary>
public sealed class MinimalSampleTests(MinimalSample sample) : IClassFixture<MinimalSample>
{
    [Fact]
    public async Task Without_a_token_or_with_one_of_a_stranger_nothing_is_shown()
    {
        Assert.Equal((401, 401), (await sample.StatusAsync(null, HttpMethod.Get), await sample.StatusAsync(null, HttpMethod.Post)));
        Assert.Equal(403, await sample.StatusAsync("mallory", HttpMethod.Get));
        Assert.Equal(200, await sample.StatusAsync(null, HttpMethod.Get, "/health"));
    }

    [Fact]
    public async Task A_reader_lists_but_does_not_create()
    {
        Assert.Equal(200, await sample.StatusAsync("ben", HttpMethod.Get));
        using var refused = await sample.SendAsync("ben", HttpMethod.Post, "/notes");

        Assert.Equal((403, "application/problem+json"), ((int)refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("by ben", await sample.ListAsync("ben"));
    }

    [Fact]
    public async Task What_a_writer_creates_its_tenant_sees_and_the_other_does_not()
    {
        Assert.Equal(201, await sample.StatusAsync("ann", HttpMethod.Post));
        Assert.Equal(201, await sample.StatusAsync("eve", HttpMethod.Post));

        Assert.Equal(["by ann"], await sample.ListAsync("ann"));
        Assert.Equal(["by ann"], await sample.ListAsync("ben"));
        Assert.Equal(["by eve"], await sample.ListAsync("eve"));
    }

    [Fact]
    public void The_whole_program_fits_on_one_page() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(MinimalSample.Folder, "Program.cs")).Length, 1, 60);
}
