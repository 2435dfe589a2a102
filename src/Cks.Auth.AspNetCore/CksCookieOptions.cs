using Microsoft.AspNetCore.Http;

namespace Cks.Auth.AspNetCore;

/// <summary>
/// How a browser without a session is answered. The cookie itself is set up with the framework's options: <c>Configure&lt;CookieAuthenticationOptions&gt;(CksAuthenticationDefaults.CookieScheme, ...)</c>.
/// </summary>
public sealed class CksCookieOptions
{
    /// <summary>
    /// Whether a request asks for a page for people. A GET of one without a session is redirected to the cookie's <c>LoginPath</c>; everything else is answered like a request without a
    /// bearer token, never redirected.
    /// </summary>
    /// <value>Nothing is a page.</value>
    public Func<HttpRequest, bool> IsPage { get; set; } = _ => false;

    /// <summary>Writes the page for somebody who has signed in but has no session here; the status is 403 already, and the cookie has ended.</summary>
    /// <value>None: problem+json with the reason, as for a bearer token.</value>
    public Func<HttpContext, SessionRefusalReason, Task>? RefusalPage { get; set; }
}
