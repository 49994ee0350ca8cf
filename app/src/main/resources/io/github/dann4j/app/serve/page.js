'use strict';
const drop = document.getElementById('drop');
const file = document.getElementById('file');
const token = document.getElementById('token');
const image = document.getElementById('image');
const answer = document.getElementById('answer');
const classes = document.getElementById('classes');

const percent = (p) => (100 * p).toFixed(1) + ' %';

function show(text, problem) {
  answer.textContent = text;
  answer.classList.toggle('problem', problem);
}

async function predict(chosen) {
  if (!chosen) return;
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(chosen);
  image.hidden = false;
  classes.replaceChildren();
  show('...', false);
  try {
    const headers = { 'Content-Type': 'application/octet-stream' };
    if (token.value) headers.Authorization = 'Bearer ' + token.value;
    const response = await fetch('predict?top=5', { method: 'POST', headers, body: chosen });
    const result = await response.json();
    if (!response.ok) throw new Error(result.error);
    for (const one of result.top) {
      const row = classes.insertRow();
      row.insertCell().textContent = one.class;
      row.insertCell().textContent = percent(one.probability);
    }
    show(result.class + ', ' + percent(result.probability), false);
  } catch (e) {
    show(e.message, true);
  }
}

for (const name of ['dragenter', 'dragover']) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
}
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  predict(event.dataTransfer.files[0]);
});
file.addEventListener('change', () => predict(file.files[0]));
