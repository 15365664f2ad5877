// Reads the page aloud, where the browser can. A button that needs a script is made by the script.
(function () {
  var script = document.currentScript
  var tools = document.getElementById('tools')
  if (!('speechSynthesis' in window) || !script || !tools) return
  var button = document.createElement('button')
  button.type = 'button'
  function show(reading) {
    button.textContent = reading ? script.dataset.stop : script.dataset.read
  }
  button.addEventListener('click', function () {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel()
      show(false)
      return
    }
    var words = new SpeechSynthesisUtterance(document.querySelector('main').innerText)
    words.lang = document.documentElement.lang
    words.rate = 0.9
    words.onend = words.onerror = function () { show(false) }
    speechSynthesis.speak(words)
    show(true)
  })
  window.addEventListener('pagehide', function () { speechSynthesis.cancel() })
  show(false)
  tools.appendChild(button)
})()
