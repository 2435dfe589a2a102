using System.Net;
using System.Text.RegularExpressions;
using Cks.Tests.Portal;

namespace Cks.Tests.SignIn;

/// <summary>Somebody with a browser that keeps cookies and follows redirects one at a time, so that a test can look at each and meddle with it.</summary>
internal sealed partial class WebUser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private readonly Uri _address;

    public WebUser(RunningPortal portal, string host = "127.0.0.1")
    {
        _address = new(portal.Address.Replace("127.0.0.1", host));
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = _address };
    }

    /// <summary>The cookie of the session, if there is one.</summary>
    public Cookie? Session => _cookies.GetCookies(_address)["portal-session"];

    /// <summary>Signs in through the form, from a page to that page.</summary>
    public static async Task<WebUser> SignInAsync(RunningPortal portal, string code, string tenant = "main")
    {
        var user = new WebUser(portal);
        using var page = await user.FollowAsync(await user.SubmitLoginAsync(code, tenant));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return user;
    }

    public Task<HttpResponseMessage> GetAsync(string address) => _http.GetAsync(address, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string> form) =>
        _http.PostAsync(address, new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);

    /// <summary>Goes where a redirect points, until there is none.</summary>
    public async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage response)
    {
        while (response.Headers.Location is { } target)
            response = await GetAsync(target.OriginalString);
        return response;
    }

    /// <summary>Opens a page, comes to the login form and sends it; the answer is the redirect to the callback.</summary>
    public async Task<HttpResponseMessage> SubmitLoginAsync(string code, string tenant = "main", string start = "/hub")
    {
        using var form = await FollowAsync(await GetAsync(start));
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        var fields = await FieldsAsync(form);
        (fields["login_tenant"], fields["login_code"]) = (tenant, code);
        return await PostAsync(form.RequestMessage!.RequestUri!.AbsolutePath, fields);
    }

    /// <summary>The antiforgery token of the hub page.</summary>
    public async Task<string> AntiforgeryAsync() => (await FieldsAsync(await GetAsync("/hub")))["__RequestVerificationToken"];

    private static async Task<Dictionary<string, string>> FieldsAsync(HttpResponseMessage page) =>
        HiddenField().Matches(await page.Content.ReadAsStringAsync()).ToDictionary(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => WebUtility.HtmlDecode(m.Groups[2].Value));

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
